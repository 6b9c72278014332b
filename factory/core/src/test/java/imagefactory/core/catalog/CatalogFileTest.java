package imagefactory.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.build.Format;
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
                                        Format.AUTO),
                                new Tagging(
                                        List.of("{date}-{time}-{revision}", "{version}", "latest"),
                                        Optional.of("apps/portal/VERSION")),
                                new RebuildPolicy(Duration.ofHours(36), false, "weekly"),
                                new ScanPolicy(
                                        Severity.MEDIUM,
                                        false,
                                        List.of(new ScanPolicy.Acceptance(
                                                "CVE-2023-45853", "not linked", LocalDate.of(2027, 3, 1))))),
                        new External("postgres", Repository.parse("docker.io/library/postgres")));
    }

    @Test
    void whatIsNotSaidHasItsDefault() throws Exception {
        var image = Samples.managed("- {name: api, repository: acme/api, source: {repo: acme/mono}}");

        assertThat(image)
                .isEqualTo(new Managed(
                        "api",
                        Repository.parse("docker.io/acme/api"),
                        new Source(MONO, "main", "Dockerfile", ""),
                        new Build(BOTH, Optional.empty(), new TreeMap<>(), new TreeMap<>(), List.of(), Format.AUTO),
                        new Tagging(List.of("{date}-{time}-{revision}"), Optional.empty()),
                        new RebuildPolicy(Duration.ZERO, true, "nightly"),
                        new ScanPolicy(Severity.HIGH, true, List.of())));
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
                .contains(new External("node-22", Repository.parse("docker.io/library/node")));
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
        assertThat(images.getLast()).isEqualTo(new External("postgres", Repository.parse("library/postgres")));
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
                  stages: [{name: dev}]
                  updates: []
                  allowTags: .*
                  imageSelectionStrategy: SemVer
                  repoURL: ghcr.io/acme/api
                  local: {dir: x}
                """).warnings();

        assertThat(warnings)
                .extracting(Fault::text)
                .containsExactlyInAnyOrderElementsOf(CatalogFile.NOT_YET_OBEYED.stream()
                        .map(key -> "image \"api\": " + key + " is read and not yet obeyed.")
                        .toList());
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
