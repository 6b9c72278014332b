package imagefactory.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.build.BuildReason;
import imagefactory.core.build.BuildReason.Asked;
import imagefactory.core.build.BuildReason.NeverPublished;
import imagefactory.core.build.BuildReason.NotYetKnown;
import imagefactory.core.build.BuildReason.ParentRebuilt;
import imagefactory.core.build.Cause;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.event.EventId;
import imagefactory.core.graph.Graph;
import imagefactory.core.graph.Node;
import imagefactory.core.image.ImageRef;
import imagefactory.core.plan.Plan.Opening;
import imagefactory.core.plan.Plan.Skipped;
import imagefactory.core.plan.Plan.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DescendantsTest {
    private static final EventId EVENT = new EventId("/test", "1");
    private static final Instant AT = Instant.parse("2027-03-01T12:00:00Z");
    private static final BuildReason BASE = new NeverPublished();

    private final Map<String, String> policies = new TreeMap<>();
    private final List<Node> nodes = new ArrayList<>();

    @Test
    void allThatIsBuiltOnItIsOpenedWithItAndSaysOnWhat() {
        diamond();

        var plan = follow(opening("runtime", BASE));

        assertThat(plan.openings())
                .containsExactly(
                        opening("portal", new ParentRebuilt("runtime")),
                        opening("runtime", BASE),
                        opening("worker", new ParentRebuilt("portal")),
                        opening("worker", new ParentRebuilt("runtime")));
        assertThat(plan.levels()).containsExactly(List.of("runtime"), List.of("portal"), List.of("worker"));
        assertThat(plan.skipped()).isEmpty();
    }

    @Test
    void anImageThatIsTouchedItselfHasBothReasons() {
        diamond();

        var plan = follow(opening("runtime", BASE), opening("portal", BASE));

        assertThat(plan.openings())
                .filteredOn(opening -> opening.image().equals("portal"))
                .containsExactly(opening("portal", BASE), opening("portal", new ParentRebuilt("runtime")));
    }

    @Test
    void whatWasFreshIsNotSkippedAsWell() {
        diamond();
        var fresh = skipped("worker", "fresh");
        var other = new Skipped("worker", new EventId("/test", "2"), "fresh", Standing.IDLE);
        var stale = new Skipped("portal", EVENT, "autoRebuild is false", Standing.STALE);

        var plan = new Descendants(catalog(), new Graph(nodes))
                .follow(List.of(opening("runtime", BASE)), List.of(fresh, other, stale));

        assertThat(plan.skipped()).containsExactly(other, stale);
    }

    @Test
    void whatRestsIsNotKnownOrWasAskedForIsFollowedWhenItIsPublished() {
        diamond();
        var openings = List.of(
                new Opening("runtime", cause(BASE), Duration.ofDays(7)),
                opening("runtime", new NotYetKnown("git is away")),
                opening("runtime", new Asked("ada", "to be sure", Optional.empty(), true)));

        for (var opening : openings) {
            var plan = follow(opening);

            assertThat(plan.openings()).containsExactly(opening);
            assertThat(plan.levels()).isEmpty();
        }
    }

    @Test
    void imagesThatAreRebuiltByHandOrLaterStopIt() {
        diamond();
        policies.put("portal", "autoRebuild: false");
        image("later", "runtime");
        policies.put("later", "rebuildDelay: 7d");
        image("tool", "portal");

        var plan = follow(opening("runtime", BASE));

        assertThat(plan.levels()).containsExactly(List.of("runtime"), List.of("worker"));
        assertThat(plan.skipped())
                .containsExactly(
                        skipped("later", "it rests once what it is built on is published: its rebuildDelay is PT168H"),
                        skipped(
                                "portal",
                                "autoRebuild is false: ./taskw rebuild IMAGE=portal once what it is built on is published"),
                        skipped("tool", "it is built on portal, which is not built anew"));
    }

    @Test
    void nothingIsFollowedThroughImagesThatAreBuiltOnThemselves() {
        image("runtime");
        image("a", "runtime", "b");
        image("b", "a");
        image("c", "b");

        var plan = follow(opening("runtime", BASE));

        assertThat(plan.levels()).containsExactly(List.of("runtime"));
        assertThat(plan.skipped())
                .containsExactly(
                        skipped("a", "it is built on itself: a → b → a"),
                        skipped("b", "it is built on itself: a → b → a"),
                        skipped("c", "it is built on b, which is not built anew"));
    }

    /** Whatever fails later: each image is opened after all its parents that are, and nothing that is reached goes untold. */
    @Test
    void inRandomFleetsEachImageComesAfterItsParentsAndNothingIsForgotten() {
        for (long seed = 0; seed < 300; seed++) {
            var fleet = new DescendantsTest();
            var direct = fleet.random(new Random(seed));

            var plan = fleet.follow(direct.toArray(Opening[]::new));

            var graph = new Graph(fleet.nodes);
            var opened = plan.openings().stream().map(Opening::image).collect(Collectors.toSet());
            var ordered = plan.levels().stream().flatMap(List::stream).toList();
            assertThat(ordered).as("seed %d", seed).doesNotHaveDuplicates();
            assertThat(opened).as("seed %d", seed).isEqualTo(new HashSet<>(ordered));
            for (int place = 0; place < ordered.size(); place++) {
                assertThat(graph.parents(ordered.get(place)))
                        .as("seed %d: parents of %s", seed, ordered.get(place))
                        .doesNotContainAnyElementsOf(ordered.subList(place, ordered.size()));
            }
            var told = new HashSet<>(opened);
            for (var skipped : plan.skipped()) {
                assertThat(told.add(skipped.image()))
                        .as("seed %d: %s is told once", seed, skipped.image())
                        .isTrue();
            }
            for (var image : told) {
                assertThat(told).as("seed %d: children of %s", seed, image).containsAll(graph.children(image));
            }
        }
    }

    private List<Opening> random(Random random) {
        int size = 2 + random.nextInt(20);
        boolean cyclic = random.nextInt(4) == 0;
        for (int i = 0; i < size; i++) {
            var parents = new ArrayList<String>();
            for (int edge = random.nextInt(4); edge > 0; edge--) {
                int parent = random.nextInt(cyclic ? size : i + 1);
                if (cyclic || parent < i) {
                    parents.add("i" + parent);
                }
            }
            image("i" + i, parents.toArray(String[]::new));
            if (random.nextInt(6) == 0) {
                policies.put("i" + i, random.nextBoolean() ? "autoRebuild: false" : "rebuildDelay: 7d");
            }
        }
        return random.ints(1 + random.nextInt(3), 0, size)
                .distinct()
                .mapToObj(i -> "i" + i)
                .filter(image -> new Graph(nodes).cycle(image).isEmpty())
                .map(image -> opening(image, BASE))
                .toList();
    }

    private void diamond() {
        image("runtime");
        image("portal", "runtime");
        image("worker", "runtime", "portal");
    }

    private void image(String name, String... parents) {
        nodes.add(new Node(
                name,
                Set.of(ref(name)),
                Arrays.stream(parents).map(DescendantsTest::ref).collect(Collectors.toSet())));
        policies.putIfAbsent(name, "rebuildDelay: 0");
    }

    private static ImageRef ref(String name) {
        return ImageRef.parse("ghcr.io/acme/" + name + ":latest");
    }

    private Plan follow(Opening... direct) {
        return new Descendants(catalog(), new Graph(nodes)).follow(List.of(direct), List.of());
    }

    private Catalog catalog() {
        return Scene.catalog(policies.entrySet().stream()
                .map(image -> Scene.DEFAULTS.replace("portal", image.getKey()) + "  " + image.getValue() + "\n")
                .collect(Collectors.joining()));
    }

    private static Opening opening(String image, BuildReason reason) {
        return new Opening(image, cause(reason), Duration.ZERO);
    }

    private static Cause cause(BuildReason reason) {
        return new Cause(EVENT, AT, reason);
    }

    private static Skipped skipped(String image, String because) {
        return new Skipped(image, EVENT, because, Standing.IDLE);
    }
}
