package imagefactory.kargo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.image.ImageRef;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SynthesisTest {
    private static final ImageRef COMMANDS = ImageRef.parse("ghcr.io/acme/cli:2");
    private static final URI FACTORY = URI.create("https://factory.acme.io/in");

    @Test
    void baseIsWatchedOnceWhoeverNamesIt() {
        var paths = Documents.paths("""
                # bases: debian:12 docker.io/library/debian:12 postgres:16-alpine ghcr.io/acme/api:1 debian@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                - {name: api, registry: ghcr.io, repository: acme/api, source: {repo: acme/mono}}
                - {name: postgres, repository: library/postgres, allowTags: ^16-alpine$}
                """);

        assertThat(paths.stream().filter(path -> path.startsWith("warehouses/")))
                .containsExactly(
                        "warehouses/api.yaml",
                        "warehouses/postgres.yaml",
                        "warehouses/docker-io-library-debian-12-2c6047a3.yaml");
    }

    @Test
    void everyFileHasAPathOfItsOwn() {
        assertThat(Documents.paths(Documents.text(SynthesisGoldenTest.CASES.resolve("hostile/in.yaml"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void settingReachesEveryManifestThatNeedsIt() {
        var setting = new Setting("acme-images", FACTORY, COMMANDS, "acme-factory");
        var catalog = Documents.catalog("- {name: nginx, repository: library/nginx}\n");

        var text = Synthesis.of(catalog, List.of(), setting).manifests().stream()
                .map(Manifest::yaml)
                .collect(Collectors.joining());

        assertThat(text)
                .doesNotContain("image-factory-kargo", "localhost/image-factory")
                .contains(
                        "name: acme-images\n",
                        "url: https://factory.acme.io/in/events\n",
                        "image: ghcr.io/acme/cli:2\n")
                .contains("namespace: acme-factory\n");
    }

    @Test
    void settingThatFitsNoManifestIsRefused() {
        assertThatThrownBy(() -> new Setting("Acme", FACTORY, COMMANDS, "x"))
                .hasMessage("\"Acme\" is not a namespace: a DNS label expected");
        assertThatThrownBy(() -> new Setting("acme", URI.create("https://a/?x=y"), COMMANDS, "x"))
                .hasMessage("\"https://a/?x=y\" is not the URL of a factory: https://host[:port][/path] expected");
    }

    @Test
    void durationsAreWrittenInHoursMinutesAndSeconds() {
        assertThat(PromotionStages.duration(Duration.ofDays(7))).isEqualTo("168h");
        assertThat(PromotionStages.duration(Duration.ofSeconds(3_661))).isEqualTo("1h1m1s");
        assertThat(PromotionStages.duration(Duration.ZERO)).isEqualTo("0s");
    }

    @Test
    void madeFilesAreKnownFromOthers() {
        var made = Documents.synthesis("[]").manifests().getFirst();

        assertThat(Manifest.isMade(made.yaml())).isTrue();
        assertThat(Manifest.isMade("apiVersion: v1\n")).isFalse();
    }

    /** 2 s are the mark for it on an idle machine; this only sees that nothing grows faster than the catalog. */
    @Test
    void thousandImagesAreASmallMatter() {
        var catalog = Documents.catalog(IntStream.range(0, 1_000)
                .mapToObj(i ->
                        "- {name: image-%d, repository: acme/image-%d, source: {repo: acme/mono}, stages: [{name: dev}, {name: prod}]}\n"
                                .formatted(i, i))
                .collect(Collectors.joining()));

        var since = System.nanoTime();
        long bytes = Synthesis.of(catalog, List.of(), Setting.DEFAULT).manifests().stream()
                .mapToLong(manifest -> manifest.yaml().length())
                .sum();

        assertThat(bytes).isGreaterThan(1_000_000);
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(20));
    }
}
