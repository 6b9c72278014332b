package imagefactory.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.graph.Node;
import imagefactory.core.image.ImageRef;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnfollowedTest {
    private static final Catalog CATALOG = Scene.catalog(entry("runtime") + entry("worker"));
    private static final Node RUNTIME =
            new Node("runtime", refs("ghcr.io/acme/runtime:latest", "ghcr.io/acme/runtime:1.4"), refs("debian:12"));

    @Test
    void aTagThatTheParentNeverMovesIsToldWithThoseThatItDoes() {
        var worker = worker("ghcr.io/acme/runtime:20270301-094031-3f2c9d1a0b0c", "debian:12");

        assertThat(Unfollowed.in(CATALOG, List.of(RUNTIME, worker)))
                .singleElement()
                .satisfies(found -> assertThat(found.text())
                        .isEqualTo("worker is built on ghcr.io/acme/runtime:20270301-094031-3f2c9d1a0b0c, which runtime"
                                + " never moves: it is not rebuilt when runtime is."))
                .satisfies(found -> assertThat(found.remedy())
                        .isEqualTo("Name in its Dockerfile one that moves: ghcr.io/acme/runtime:1.4,"
                                + " ghcr.io/acme/runtime:latest."));
    }

    @Test
    void theVersionOfYesterdayMovesNoMore() {
        assertThat(Unfollowed.in(CATALOG, List.of(RUNTIME, worker("ghcr.io/acme/runtime:1.3"))))
                .hasSize(1);
    }

    @Test
    void aParentWithoutAnyTagThatMovesIsToldToGetOne() {
        var runtime = new Node("runtime", Set.of(), Set.of());

        assertThat(Unfollowed.in(CATALOG, List.of(runtime, worker("ghcr.io/acme/runtime:latest"))))
                .extracting(Unfollowed::remedy)
                .containsExactly(
                        "Give runtime a tag that moves (latest, or {version}) and name that in the Dockerfile of worker.");
    }

    @Test
    void whatIsFollowedPinnedOrNotOursIsNothingToTell() {
        var worker = worker(
                "ghcr.io/acme/runtime:latest",
                "ghcr.io/acme/runtime:1.3@sha256:" + "0".repeat(64),
                "ghcr.io/acme/other:1");

        assertThat(Unfollowed.in(CATALOG, List.of(RUNTIME, worker))).isEmpty();
        assertThat(Unfollowed.in(CATALOG, List.of(worker("ghcr.io/acme/runtime:1.3"))))
                .isEmpty();
    }

    private static Node worker(String... references) {
        return new Node("worker", refs("ghcr.io/acme/worker:latest"), refs(references));
    }

    private static Set<ImageRef> refs(String... texts) {
        return Stream.of(texts).map(ImageRef::parse).collect(Collectors.toSet());
    }

    private static String entry(String name) {
        return """
                - name: %1$s
                  registry: ghcr.io
                  repository: acme/%1$s
                  source: {url: https://git.test/acme/%1$s.git, branch: main, dockerfile: Dockerfile}
                  platforms: [linux/amd64]
                """.formatted(name);
    }
}
