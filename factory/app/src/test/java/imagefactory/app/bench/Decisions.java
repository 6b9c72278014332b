package imagefactory.app.bench;

import imagefactory.kargo.Setting;
import imagefactory.kargo.Synthesis;
import java.util.ArrayList;
import java.util.List;

/** What is decided without asking anybody: plans of large catalogs, and manifests. */
final class Decisions {
    private static final int SMALL = 2_500;
    private static final int MIDDLE = 5_000;
    private static final int LARGE = 10_000;
    private static final int SYNTHESISED = 1_000;

    private final List<Double> small = new ArrayList<>();
    private final List<Double> middle = new ArrayList<>();
    private final List<Double> large = new ArrayList<>();
    private final List<Double> synthesised = new ArrayList<>();

    /** The first round warms up and does not count. */
    void measure(int rounds) {
        measure(new Forest(SMALL), small, rounds);
        measure(new Forest(MIDDLE), middle, rounds);
        measure(new Forest(LARGE), large, rounds);
        var catalog = new Forest(SYNTHESISED).catalog();
        for (int round = 0; round <= rounds; round++) {
            var since = System.nanoTime();
            var bytes = Synthesis.of(catalog, List.of(), Setting.DEFAULT).manifests().stream()
                    .mapToInt(manifest -> manifest.yaml().length())
                    .sum();
            keep(synthesised, round, since, bytes > SYNTHESISED);
        }
    }

    private static void measure(Forest forest, List<Double> into, int rounds) {
        for (int round = 0; round <= rounds; round++) {
            var since = System.nanoTime();
            var plan = forest.plan("1");
            keep(into, round, since, plan.openings().size() >= forest.edges() - 1);
        }
    }

    private static void keep(List<Double> into, int round, long since, boolean isWhole) {
        if (!isWhole) {
            throw new IllegalStateException("something was left out; the figure would say nothing");
        }
        if (round > 0) {
            into.add(Numbers.secondsSince(since));
        }
    }

    List<Figure> figures() {
        return List.of(
                Figure.of("plan of 2,500 images", "s", "the same with 12,500 edges", small),
                Figure.of("plan of 5,000 images", "s", "the same with 25,000 edges", middle),
                Figure.of(
                                "plan of 10,000 images",
                                "s",
                                "50,000 edges, one base of all changed: graph, cycles, waves and reasons, all images are to be built",
                                large)
                        .atMost(1),
                Figure.of(
                        "plan, 10,000 / 2,500 images",
                        "ratio",
                        "4 would be linear",
                        Numbers.paired(large, small, (one, other) -> one / other)),
                Figure.of(
                                "synthesis of 1,000 images",
                                "s",
                                "with two stages each: all of Kargo's manifests as text",
                                synthesised)
                        .atMost(2));
    }
}
