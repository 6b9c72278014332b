package imagefactory.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.ImageRef;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GraphTest {
    @Test
    void childNamesATagThatItsParentMoves() {
        var graph = new Graph(List.of(
                new Node("runtime", Set.of(tag("runtime:1"), tag("runtime:latest")), Set.of(tag("debian:12"))),
                node("portal", "runtime:1", "debian:12"),
                node("other", "runtime:2")));

        assertThat(graph.parents("portal")).containsExactly("runtime");
        assertThat(graph.children("runtime")).containsExactly("portal");
        assertThat(graph.parents("other")).isEmpty();
        assertThat(graph.naming(tag("debian:12"))).containsExactly("portal", "runtime");
        assertThat(graph.images()).containsExactly("other", "portal", "runtime");
    }

    @Test
    void whatIsPinnedByDigestFollowsNoTag() {
        var pinned = "runtime:latest@sha256:" + "a".repeat(64);
        var graph = new Graph(List.of(node("runtime"), node("portal", pinned)));

        assertThat(graph.parents("portal")).isEmpty();
        assertThat(graph.naming(tag("runtime:latest"))).isEmpty();
    }

    @Test
    void nothingIsKnownOfWhatIsNotThere() {
        var graph = new Graph(List.of());

        assertThat(graph.parents("portal")).isEmpty();
        assertThat(graph.children("portal")).isEmpty();
        assertThat(graph.naming(tag("debian:12"))).isEmpty();
        assertThat(graph.cycle("portal")).isEmpty();
    }

    @Test
    void imagesOnACycleKnowIt() {
        var graph = new Graph(List.of(
                node("a", "c:latest"), node("b", "a:latest"), node("c", "b:latest"), node("d", "c:latest"), node("e")));

        assertThat(graph.cycle("a")).contains(List.of("a", "b", "c", "a"));
        assertThat(graph.cycle("c")).contains(List.of("a", "b", "c", "a"));
        assertThat(graph.cycle("d")).isEmpty();
        assertThat(graph.cycle("e")).isEmpty();
    }

    @Test
    void anImageBuiltOnItselfIsACycleOfOne() {
        var graph = new Graph(List.of(node("a", "a:latest", "debian:12")));

        assertThat(graph.cycle("a")).contains(List.of("a", "a"));
    }

    @Test
    void eachOfTwoCyclesThatTouchIsTold() {
        var graph = new Graph(List.of(node("a", "b:latest"), node("b", "a:latest", "c:latest"), node("c", "b:latest")));

        assertThat(graph.cycle("a")).contains(List.of("a", "b", "a"));
        assertThat(graph.cycle("c")).contains(List.of("c", "b", "c"));
    }

    @Test
    void aLongChainAndALongCycleAreNoTrouble() {
        int many = 20_000;
        var chain = IntStream.range(0, many).mapToObj(i -> node("i" + i, "i" + (i + 1) + ":latest"));
        var cycle = IntStream.range(0, many).mapToObj(i -> node("c" + i, "c" + (i + 1) % many + ":latest"));

        var graph = new Graph(Stream.concat(chain, cycle).toList());

        assertThat(graph.cycle("i0")).isEmpty();
        assertThat(graph.cycle("c7"))
                .hasValueSatisfying(path -> assertThat(path).hasSize(many + 1));
    }

    private static Node node(String name, String... references) {
        return new Node(
                name,
                Set.of(tag(name + ":latest")),
                Arrays.stream(references).map(GraphTest::tag).collect(Collectors.toSet()));
    }

    private static ImageRef tag(String text) {
        return ImageRef.parse(text);
    }
}
