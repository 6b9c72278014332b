package imagefactory.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.Typed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
    private static final String FLEET = """
            {"images": [
              {"name": "runtime", "tags": ["ghcr.io/acme/runtime:1"], "references": ["docker.io/library/debian:12"]},
              {"name": "portal", "tags": ["ghcr.io/acme/portal:1"],
               "references": ["docker.io/library/debian:12", "ghcr.io/acme/runtime:1"]},
              {"name": "worker", "tags": [], "references": ["ghcr.io/acme/runtime:1", "ghcr.io/acme/portal:1"]},
              {"name": "self", "tags": ["ghcr.io/acme/self:1"], "references": ["ghcr.io/acme/self:1", "debian:12"]},
              {"name": "other", "tags": ["ghcr.io/acme/other:1"], "references": ["docker.io/library/alpine:3"]}
            ]}
            """;

    @TempDir
    Path folder;

    @Test
    void machinesReadLevelsAndWhatIsSkipped() throws Exception {
        var ended = plan(FLEET, "debian:12", "--json");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).isEqualTo("""
                {"levels":[["runtime"],["portal"],["worker"]],\
                "skipped":[{"because":"it is built on itself: self → self","image":"self"}]}
                """);
    }

    @Test
    void peopleReadWaves() throws Exception {
        var ended = plan(FLEET, "docker.io/library/debian:12=sha256:" + "a".repeat(64));

        assertThat(ended.out()).isEqualTo("""
                docker.io/library/debian:12 changed: 3 images are built anew
                WAVE  IMAGES
                1     runtime
                2     portal
                3     worker
                -     self: it is built on itself: self → self
                """);
    }

    @Test
    void whatNobodyNamesRebuildsNothing() throws Exception {
        assertThat(plan(FLEET, "ghcr.io/acme/worker:1").out())
                .isEqualTo("ghcr.io/acme/worker:1 changed: nothing is built anew\n");
        assertThat(plan(FLEET, "ghcr.io/acme/worker:1", "--json").out()).isEqualTo("{\"levels\":[],\"skipped\":[]}\n");
    }

    @Test
    void allThatIsWrongWithTheFactsIsTold() throws Exception {
        var ended = plan("""
                {"images": [{"name": "a", "tags": "a:1", "references": {"b": "b:1"}}, {"tags": []}, {"name": "a", "references": [null, 12]}, "b"]}
                """, "debian:12");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .contains(
                        "images[0].tags is no list; images[0].references is no list; ",
                        "images[1] has no name; ",
                        "images[2] has the name \"a\", which another one has; ",
                        "images[2].references[0] is no text; images[2].references[1] is no text; ",
                        "images[3] has no name.");
    }

    @Test
    void ofManyFaultsTheFirstAreTold() throws Exception {
        var ended = plan("{\"images\": [" + "{},".repeat(9_999) + "{}]}", "debian:12");

        assertThat(ended.err())
                .contains("images[19] has no name; and 9980 more.")
                .doesNotContain("images[20]");
    }

    @Test
    void whatIsNoReferenceIsLeftOutAndHindersNobody() throws Exception {
        var ended = plan("""
                {"made by": "hand", "images": [
                  {"name": "a", "tags": ["${TAG}", "a"], "references": ["${BASE}", "scratch", "debian:12"], "stars": 5},
                  {"name": "b", "tags": [], "references": ["docker.io/library/a:latest", "x@sha256:12"]},
                  {"name": "c", "tags": null, "references": ["${BASE}"]}
                ]}
                """, "docker.io/library/debian:12", "--json");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).isEqualTo("{\"levels\":[[\"a\"],[\"b\"]],\"skipped\":[]}\n");
        assertThat(ended.err().lines())
                .hasSize(4)
                .first()
                .asString()
                .endsWith(
                        "facts.json: images[0].tags[0] is left out: \"library/${TAG}\" is not a repository: lower-case"
                                + " letters, digits and single . _ - between them.");
    }

    /** As real catalogs have it: untagged names, ports, digests, other names of Docker Hub, what one image builds twice. */
    @Test
    void referencesMeanWhatDockerMeansByThem() throws Exception {
        var digest = "sha256:" + "a".repeat(64);
        var facts = """
                {"images": [
                  {"name": "untagged", "tags": ["localhost:5000/untagged"], "references": ["debian", "debian:latest"]},
                  {"name": "port", "references": ["localhost:5000/untagged:latest"]},
                  {"name": "not that port", "references": ["localhost:5001/untagged"]},
                  {"name": "hub", "tags": ["index.docker.io/hub:1"], "references": ["registry-1.docker.io/library/debian"]},
                  {"name": "on hub", "references": ["hub:1"]},
                  {"name": "pinned", "tags": ["pinned"], "references": ["debian:latest@%s", "debian@%1$s"]},
                  {"name": "other tag", "references": ["debian:latest-slim"]}
                ]}
                """.formatted(digest);

        assertThat(plan(facts, "debian", "--json").out())
                .isEqualTo("{\"levels\":[[\"hub\",\"untagged\"],[\"on hub\",\"port\"]],\"skipped\":[]}\n");
        assertThat(plan(facts, "docker.io/library/debian@" + digest, "--json").out())
                .isEqualTo("{\"levels\":[[\"pinned\"]],\"skipped\":[]}\n");
    }

    @Test
    void whatIsNoJsonIsToldWithItsPlace() throws Exception {
        assertThat(plan("{\"images\": [}", "debian:12").err()).contains("at line 1, column 13");
        for (var other : List.of("{}", "[]", "{\"images\": {\"a\": {}}}", "{\"images\": null}", "")) {
            assertThat(plan(other, "debian:12").err()).as(other).contains("it has no list \"images\"");
        }
    }

    @Test
    void wavesAreDrawn() throws Exception {
        assertThat(plan(FLEET, "debian:12", "--format", "mermaid").out()).isEqualTo("""
                flowchart LR
                    n0(["docker.io/library/debian:12 changed"])
                    n1["runtime<br>wave 1"]
                    n2["portal<br>wave 2"]
                    n3["worker<br>wave 3"]
                    n4["self<br>it is built on itself: self #8594; self"]:::out
                    n0 --> n1
                    n1 --> n2
                    n2 --> n3
                    n1 --> n3
                    n0 --> n4
                    classDef out stroke-dasharray: 4 4
                """);
        assertThat(plan(FLEET, "debian:12", "--format", "dot").out()).startsWith("digraph images {\n");
        assertThat(plan(FLEET, "debian:12", "--format", "png").err())
                .isEqualTo("bad-request: \"png\" is no format.\n  Write table, mermaid or dot.\n");
    }

    @Test
    void factsWithoutAChangeAreWrongUsage() throws Exception {
        var file = Files.writeString(folder.resolve("facts.json"), FLEET).toString();

        var ended = new Typed().type("plan", "--facts", file);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).endsWith("  Name it with --base REF.\n");
    }

    @Test
    void theGraphShowsWhatIsBuiltOnWhat() throws Exception {
        var file = Files.writeString(folder.resolve("facts.json"), FLEET).toString();

        assertThat(new Typed().type("graph", "--facts", file).out()).isEqualTo("""
                IMAGE    BUILT ON              BASES OF OTHERS
                other                          docker.io/library/alpine:3
                portal   runtime               docker.io/library/debian:12
                runtime                        docker.io/library/debian:12
                self     self                  docker.io/library/debian:12
                         a cycle: self → self
                worker   portal
                         runtime
                """);
        assertThat(new Typed().type("graph", "--facts", file, "--format", "dot").out())
                .contains("    n0 [label=\"docker.io/library/alpine:3\", shape=ellipse];\n", "    n3 -> n6;\n");
    }

    @Test
    void theGraphOfMachinesIsFactsForAPlan() throws Exception {
        var file = Files.writeString(folder.resolve("facts.json"), FLEET).toString();
        var graph = new Typed().type("graph", "--facts", file, "--json").out();

        assertThat(plan(graph, "debian:12", "--json").out())
                .isEqualTo(plan(FLEET, "debian:12", "--json").out());
    }

    private Typed.Ended plan(String facts, String base, String... more) throws Exception {
        var file = Files.writeString(folder.resolve("facts.json"), facts).toString();
        var line = new ArrayList<>(List.of("plan", "--facts", file, "--base", base));
        line.addAll(List.of(more));
        return new Typed().type(line.toArray(String[]::new));
    }
}
