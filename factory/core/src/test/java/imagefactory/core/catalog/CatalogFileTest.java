package imagefactory.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.build.Format;
import imagefactory.core.catalog.Promotion.Edit;
import imagefactory.core.catalog.Promotion.Stage;
import imagefactory.core.catalog.Promotion.Update;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.scan.ScanPolicy;
import imagefactory.core.scan.Severity;
import imagefactory.core.source.Source;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CatalogFileTest {
    private static final URI MONO = URI.create("https://github.com/acme/mono.git");
    private static final List<Platform> BOTH = List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64);

    @Test
    void everyKeyIsRead() throws Exception {
        var catalog = Samples.sample("use").catalog();

        assertThat(catalog.images())
                .containsExactly(
                        new Managed(
                                "portal",
                                Repository.parse("ghcr.io/acme/portal"),
                                new Source(MONO, "main", "apps/portal/Dockerfile", "apps/portal"),
                                new Build(
                                        BOTH,
                                        Optional.of("runtime"),
                                        new TreeMap<>(Map.of("CHANNEL", "stable", "RELEASE", "1.10", "DEBUG", "false")),
                                        new TreeMap<>(Map.of("org.opencontainers.image.vendor", "Acme")),
                                        List.of("npm-token"),
                                        Format.AUTO,
                                        false),
                                new Tagging(
                                        List.of("{date}-{time}-{revision}", "{version}", "latest"),
                                        Optional.of("apps/portal/VERSION")),
                                new RebuildPolicy(Duration.ofHours(36), false, "weekly"),
                                new ScanPolicy(
                                        Severity.MEDIUM,
                                        false,
                                        List.of(new ScanPolicy.Acceptance(
                                                "CVE-2023-45853", "not linked", LocalDate.of(2027, 3, 1)))),
                                new Promotion(
                                        List.of(
                                                new Stage("dev", Duration.ZERO, List.of()),
                                                new Stage("prod", Duration.ofHours(48), List.of("verify-image"))),
                                        List.of(new Update(
                                                Optional.of("dev"),
                                                URI.create("https://github.com/acme/gitops.git"),
                                                Optional.empty(),
                                                "apps/portal/kustomization.yaml",
                                                new Edit(Promotion.Type.KUSTOMIZE_SET_IMAGE, Optional.empty()))))),
                        new External(
                                "postgres",
                                Repository.parse("docker.io/library/postgres"),
                                new Watch(Optional.of("^16-alpine$"), Optional.empty()),
                                Promotion.NONE));
    }

    @Test
    void whatIsNotSaidHasItsDefault() throws Exception {
        var image = Samples.managed("- {name: api, repository: acme/api, source: {repo: acme/mono}}");

        assertThat(image)
                .isEqualTo(new Managed(
                        "api",
                        Repository.parse("docker.io/acme/api"),
                        new Source(MONO, "main", "Dockerfile", ""),
                        new Build(
                                BOTH, Optional.empty(), new TreeMap<>(), new TreeMap<>(), List.of(), Format.AUTO, true),
                        new Tagging(List.of("{date}-{time}-{revision}"), Optional.empty()),
                        new RebuildPolicy(Duration.ZERO, true, "nightly"),
                        new ScanPolicy(Severity.HIGH, true, List.of()),
                        Promotion.NONE));
    }

    @Test
    void catalogFindsImagesByName() throws Exception {
        var catalog = Samples.sample("originals").catalog();

        assertThat(catalog.images())
                .extracting(EnrolledImage::name)
                .containsExactly("portal", "upstream-tool", "devbox", "postgres", "node-22", "pipeline-built");
        assertThat(catalog.managed())
                .extracting(Managed::name)
                .containsExactly("portal", "upstream-tool", "devbox", "pipeline-built");
        assertThat(catalog.named("node-22"))
                .contains(new External(
                        "node-22",
                        Repository.parse("docker.io/library/node"),
                        new Watch(Optional.of("^22-bookworm-slim$"), Optional.empty()),
                        Promotion.NONE));
        assertThat(catalog.named("nobody")).isEmpty();
    }

    @Test
    void originalsFlatShapeIsRead() throws Exception {
        var portal = Samples.sample("originals").catalog().managed().getFirst();

        assertThat(portal.source()).isEqualTo(new Source(MONO, "main", "apps/portal/Dockerfile", ""));
        assertThat(portal.rebuild()).isEqualTo(new RebuildPolicy(Duration.ofDays(7), true, "nightly"));
    }

    @Test
    void originalsNestedShapeIsRead() throws Exception {
        var images = Samples.sample("nested").catalog().images();

        assertThat(images.getFirst()).isInstanceOfSatisfying(Managed.class, portal -> {
            assertThat(portal.repository()).isEqualTo(Repository.parse("ghcr.io/acme/portal"));
            assertThat(portal.source()).isEqualTo(new Source(MONO, "main", "apps/portal/Dockerfile", ""));
            assertThat(portal.rebuild()).isEqualTo(new RebuildPolicy(Duration.ofDays(7), false, "nightly"));
        });
        assertThat(images.getLast())
                .isEqualTo(new External(
                        "postgres", Repository.parse("library/postgres"), Watch.EVERY_TAG, Promotion.NONE));
    }

    @Test
    void sourcesOfEveryKindBecomeCloneUrls() throws Exception {
        var sources = Samples.sample("sources").catalog().managed().stream()
                .map(Managed::source)
                .toList();

        assertThat(sources)
                .containsExactly(
                        new Source(URI.create("file:///repo/.run/demo/git/mono.git"), "main", "Dockerfile", ""),
                        new Source(URI.create("file:///srv/git/mono.git"), "release/1.0", "Dockerfile", ""),
                        new Source(URI.create("https://git.acme.io:8443/mono.git"), "main", "Dockerfile", ""),
                        new Source(URI.create("ssh://git@git.acme.io:22/mono.git"), "main", "apps/Dockerfile", ""),
                        new Source(URI.create("ssh://git@git.acme.io/acme/mono.git"), "main", "Dockerfile", "apps"),
                        new Source(URI.create("https://gitea.com/acme/mono.git"), "main", "Dockerfile", ""));
    }

    @Test
    void anchorsAreFollowed() throws Exception {
        var images = Samples.sample("anchors").catalog().managed();

        assertThat(images).extracting(Managed::source).containsOnly(new Source(MONO, "main", "Dockerfile", ""));
        assertThat(images).extracting(image -> image.build().platforms()).containsOnly(BOTH);
    }

    @Test
    void emptyFileIsAnEmptyCatalog() throws Exception {
        assertThat(Samples.read("")).isEqualTo(new CatalogFile.Reading(new Catalog(List.of()), List.of()));
        assertThat(Samples.read("# nothing yet\n---\n").catalog().images()).isEmpty();
        assertThat(Samples.read("[]").catalog().images()).isEmpty();
    }

    @Test
    void externalImagesMayShareARepository() throws Exception {
        var reading = Samples.read("""
                - {name: node-20, repository: library/node}
                - {name: node-22, repository: library/node}
                """);

        assertThat(reading.catalog().images()).hasSize(2);
    }

    @Test
    void keysThatNothingObeysAreWarnings() throws Exception {
        var warnings = Samples.sample("originals").warnings();

        assertThat(CatalogInvalid.table(warnings))
                .isEqualTo(Samples.resource("originals.warnings.txt").stripTrailing());
    }

    @Test
    void everyKeyThatNothingObeysIsAWarning() throws Exception {
        var warnings = Samples.read("""
                - name: api
                  repository: acme/api
                  source: {repo: acme/mono, workflow: a.yml, pipeline: b, job: c}
                  secrets: [a]
                  local: {dir: x}
                """).warnings();

        assertThat(warnings)
                .extracting(Fault::text)
                .containsExactlyInAnyOrderElementsOf(CatalogFile.NOT_YET_OBEYED.stream()
                        .map(key -> "image \"api\": " + key + " is read and not yet obeyed.")
                        .toList());
    }

    @Test
    void keyWithoutEffectIsAWarning() throws Exception {
        var warnings = Samples.read("""
                - name: api
                  repository: acme/api
                  source: {repo: acme/mono}
                  stages: [{name: dev}]
                  updates: [{stage: dev, repo: "file:gitops.git", path: values.yaml, type: yaml-update}]
                  allowTags: .*
                  imageSelectionStrategy: SemVer
                  repoURL: ghcr.io/acme/api
                - name: web
                  repository: acme/web
                  target: web
                  updates: [{repo: acme/gitops, path: values.yaml, type: yaml-update}]
                """).warnings();

        assertThat(CatalogInvalid.table(warnings)).isEqualTo("""
                  images.yaml:5:26   image "api": updates[1].repo is not https, and Kargo clones nothing else from 1.13 on. Write its https URL.
                  images.yaml:6:3    image "api": allowTags has no effect on an image with source. Remove it.
                  images.yaml:7:3    image "api": imageSelectionStrategy has no effect on an image with source. Remove it.
                  images.yaml:8:3    image "api": repoURL has no effect beside repository. Remove it.
                  images.yaml:11:3   image "web": target has no effect on an image without source. Add source, or remove it.""".indent(2).stripTrailing());
    }

    @Test
    void updatesAreReadWithTheirRepositoriesAndKeys() throws Exception {
        var image = Samples.managed("""
                - name: api
                  repository: acme/api
                  source: {provider: gitlab, repo: acme/group/mono}
                  updates:
                  - {repo: acme/group/gitops, path: values.yaml, type: yaml-update, key: portal.image.digest}
                  - {repo: "https://git.acme.io/ops.git", branch: live, path: kustomization.yml, type: kustomize-set-image, key: api}
                  - {repo: "file:gitops.git", path: values.yaml, type: yaml-update}
                """);

        assertThat(image.promotion().updates())
                .containsExactly(
                        new Update(
                                Optional.empty(),
                                URI.create("https://gitlab.com/acme/group/gitops.git"),
                                Optional.empty(),
                                "values.yaml",
                                new Edit(Promotion.Type.YAML_UPDATE, Optional.of("portal.image.digest"))),
                        new Update(
                                Optional.empty(),
                                URI.create("https://git.acme.io/ops.git"),
                                Optional.of("live"),
                                "kustomization.yml",
                                new Edit(Promotion.Type.KUSTOMIZE_SET_IMAGE, Optional.of("api"))),
                        new Update(
                                Optional.empty(),
                                URI.create("file:///repo/gitops.git"),
                                Optional.empty(),
                                "values.yaml",
                                new Edit(Promotion.Type.YAML_UPDATE, Optional.empty())));
        assertThat(image.promotion().updates())
                .extracting(update -> update.edit().holdsDigestAlone())
                .containsExactly(true, false, false);
    }

    @Test
    void oneAllowedTagIsKnownAsThat() {
        assertThat(onlyTag("^16-alpine$")).contains("16-alpine");
        assertThat(onlyTag("^3\\.12-slim$")).contains("3.12-slim");
        assertThat(onlyTag("^3.12-slim$")).isEmpty();
        assertThat(onlyTag("^v[0-9]+$")).isEmpty();
        assertThat(onlyTag("16-alpine")).isEmpty();
    }

    private static Optional<String> onlyTag(String allowTags) {
        return new Watch(Optional.of(allowTags), Optional.empty()).onlyTag();
    }

    @Test
    void faultsAreToldAllAtOnceWithPlaceAndRemedy() {
        assertThatThrownBy(() -> Samples.sample("sounds"))
                .isInstanceOf(CatalogInvalid.class)
                .hasMessage("""
                images.yaml: 3 to fix
                  images.yaml:6:3    image "api": unknown key "dockerFile". Did you mean source.dockerfile?
                  images.yaml:9:17   image "api": rebuildDelay "7 days" cannot be read. Write 7d, 36h or 1d12h.
                  images.yaml:14:3   image "api" is enrolled twice, first at line 2. Rename one.""");
    }

    @Test
    void faultKnowsItsPlace() {
        assertThatThrownBy(() -> Samples.sample("sounds"))
                .isInstanceOfSatisfying(
                        CatalogInvalid.class,
                        invalid -> assertThat(invalid.faults().getFirst())
                                .isEqualTo(new Fault(
                                        "images.yaml",
                                        6,
                                        3,
                                        "image \"api\": unknown key \"dockerFile\".",
                                        "Did you mean source.dockerfile?")));
    }
}
