package imagefactory.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.ImageRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WavesTest {
    private static final Graph DIAMOND = new Graph(List.of(
            node("runtime", "debian:12"),
            node("portal", "debian:12", "runtime:latest"),
            node("worker", "runtime:latest", "portal:latest"),
            node("other", "alpine:3")));

    @Test
    void eachImageStandsOneLevelAboveTheHighestOfItsParents() {
        var waves = from(DIAMOND, DIAMOND.naming(ImageRef.parse("debian:12")));

        assertThat(waves.levels()).containsExactly(List.of("runtime"), List.of("portal"), List.of("worker"));
        assertThat(waves.images()).containsExactly("runtime", "portal", "worker");
        assertThat(waves.skipped()).isEmpty();
    }

    @Test
    void parentsThatAreNotBuiltAnewRaiseNothing() {
        assertThat(from(DIAMOND, Set.of("portal")).levels()).containsExactly(List.of("portal"), List.of("worker"));
        assertThat(from(DIAMOND, Set.of("worker")).levels()).containsExactly(List.of("worker"));
        assertThat(from(DIAMOND, Set.of()).levels()).isEmpty();
    }

    @Test
    void nothingPassesThroughACycle() {
        var graph = new Graph(List.of(
                node("a", "debian:12", "b:latest"),
                node("b", "a:latest"),
                node("c", "b:latest"),
                node("d", "c:latest", "debian:12"),
                node("e", "c:latest")));

        var waves = from(graph, graph.naming(ImageRef.parse("debian:12")));

        assertThat(waves.levels()).containsExactly(List.of("d"));
        assertThat(waves.skipped())
                .isEqualTo(Map.of(
                        "a", "it is built on itself: a → b → a",
                        "b", "it is built on itself: a → b → a",
                        "c", "it is built on b, which is not built anew",
                        "e", "it is built on c, which is not built anew"));
    }

    @Test
    void ofALongCycleItsBeginningIsTold() {
        var nodes = IntStream.range(0, 10_000)
                .mapToObj(i -> node("i" + i, "debian:12", "i" + (i + 1) % 10_000 + ":latest"))
                .toList();
        var graph = new Graph(nodes);

        var waves = from(graph, graph.naming(ImageRef.parse("debian:12")));

        assertThat(waves.levels()).isEmpty();
        assertThat(waves.skipped()).hasSize(10_000);
        assertThat(waves.skipped().values())
                .allSatisfy(because -> assertThat(because)
                        .startsWith("it is built on itself: i0 → ")
                        .endsWith(" → … 9981 more … → i0"));
    }

    @Test
    void nothingPassesThroughWhatIsRefused() {
        var waves = Waves.from(
                DIAMOND,
                Set.of("runtime"),
                image -> image.equals("portal") ? Optional.of("autoRebuild is false") : Optional.empty());

        assertThat(waves.levels()).containsExactly(List.of("runtime"), List.of("worker"));
        assertThat(waves.skipped()).isEqualTo(Map.of("portal", "autoRebuild is false"));
    }

    @Test
    void whatIsAskedForByItselfIsNotRefused() {
        var waves = Waves.from(DIAMOND, Set.of("runtime", "portal"), _ -> Optional.of("autoRebuild is false"));

        assertThat(waves.levels()).containsExactly(List.of("runtime"), List.of("portal"));
        assertThat(waves.skipped()).isEqualTo(Map.of("worker", "autoRebuild is false"));
    }

    /** Against a model that looks at every image again and again until nothing changes. */
    @Test
    void randomGraphsAreOrderedAndNothingIsForgotten() {
        for (long seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            int size = 1 + random.nextInt(30);
            var graph = new Graph(random(random, size));
            var first = graph.naming(ImageRef.parse("base:1"));

            var waves = from(graph, first);

            var levels = new HashMap<String, Integer>();
            for (int level = 0; level < waves.levels().size(); level++) {
                for (var image : waves.levels().get(level)) {
                    assertThat(levels.put(image, level))
                            .as("seed %d: %s stands once", seed, image)
                            .isNull();
                }
            }
            for (var image : graph.images()) {
                assertThat(Optional.ofNullable(levels.get(image)))
                        .as("seed %d: level of %s", seed, image)
                        .isEqualTo(level(graph, image, first, levels));
            }
            assertThat(waves.skipped().keySet()).as("seed %d", seed).noneMatch(levels::containsKey);
            var told = new HashSet<>(levels.keySet());
            told.addAll(waves.skipped().keySet());
            assertThat(told).as("seed %d", seed).containsAll(first);
            for (var image : told) {
                assertThat(told).as("seed %d", seed).containsAll(graph.children(image));
            }
        }
    }

    private static Optional<Integer> level(Graph graph, String image, Set<String> first, Map<String, Integer> levels) {
        var built = graph.parents(image).stream().filter(levels::containsKey).toList();
        if (graph.cycle(image).isPresent() || (!first.contains(image) && built.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(1 + built.stream().mapToInt(levels::get).max().orElse(-1));
    }

    private static List<Node> random(Random random, int size) {
        boolean cyclic = random.nextInt(4) == 0;
        var nodes = new ArrayList<Node>();
        for (int i = 0; i < size; i++) {
            var references = new HashSet<ImageRef>();
            if (random.nextInt(4) == 0) {
                references.add(ImageRef.parse("base:1"));
            }
            for (int edge = random.nextInt(4); edge > 0; edge--) {
                int parent = random.nextInt(cyclic ? size : Math.max(1, i));
                if (cyclic || parent < i) {
                    references.add(ImageRef.parse("i" + parent + ":latest"));
                }
            }
            nodes.add(new Node("i" + i, Set.of(ImageRef.parse("i" + i + ":latest")), references));
        }
        return nodes;
    }

    @Test
    void tenThousandImagesTakeNoTime() {
        var random = new Random(7);
        var nodes = IntStream.range(0, 10_000)
                .mapToObj(i -> node(
                        "i" + i,
                        i == 0
                                ? new String[] {"base:1"}
                                : IntStream.range(0, 5)
                                        .mapToObj(_ -> "i" + random.nextInt(i) + ":latest")
                                        .toArray(String[]::new)))
                .toList();

        var waves = from(new Graph(nodes), Set.of("i0"));

        assertThat(waves.images()).hasSize(10_000);
    }

    private static Waves from(Graph graph, Set<String> first) {
        return Waves.from(graph, first, _ -> Optional.empty());
    }

    private static Node node(String name, String... references) {
        return new Node(
                name,
                Set.of(ImageRef.parse(name + ":latest")),
                Arrays.stream(references).map(ImageRef::parse).collect(Collectors.toSet()));
    }
}
