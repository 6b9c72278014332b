package imagefactory.app.bench;

import imagefactory.app.bench.Events.Told;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds through the factory and by hand, alternating, and what follows a build. */
final class Builds {
    /** What each saved result is the end of. */
    private static final Map<String, String> STAGES = stages();

    private final Premises premises;
    private final Factory factory;
    private final Api api;
    private final Events events;
    private final ByHand byHand;

    private final List<Double> toProcess = new ArrayList<>();
    private final List<Double> hands = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final List<Run> rescans = new ArrayList<>();
    private final List<Run> both = new ArrayList<>();

    Builds(Premises premises, Factory factory, Api api, Events events) throws IOException {
        this.premises = premises;
        this.factory = factory;
        this.api = api;
        this.events = events;
        byHand = new ByHand(premises);
    }

    /** Each round builds something new on either side; the side that begins changes. */
    void measure(int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            if (round % 2 == 0) {
                byFactory(round);
                byHand(round);
            } else {
                byHand(round);
                byFactory(round);
            }
        }
    }

    /** An image for two platforms, one of them emulated. */
    void measureBoth(int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            premises.push("both " + round + " " + System.nanoTime());
            premises.share();
            both.add(api.over(events.send("/bench", Told.asked("both"))));
        }
    }

    private void byFactory(int round) throws IOException {
        premises.push("factory " + round + " " + System.nanoTime());
        var since = System.nanoTime();
        var event = events.send("/bench", Told.pushed(premises.repository(), Premises.BRANCH));
        factory.awaitBuilder();
        toProcess.add(Numbers.secondsSince(since));
        runs.add(api.over(event));
        rescans.add(api.over(events.send("/bench", Told.asked("native"))));
    }

    private void byHand(int round) throws IOException {
        premises.push("by hand " + round + " " + System.nanoTime());
        hands.add(byHand.build());
    }

    List<Figure> figures() {
        var figures = new ArrayList<Figure>();
        figures.add(Figure.of(
                        "event to first build process",
                        "s",
                        "source-pushed sent to Kafka until the builder's process is there",
                        toProcess)
                .atMost(1));
        STAGES.forEach((result, stage) -> figures.add(Figure.of(
                "stage " + stage,
                "s",
                "previous result saved until " + result + " saved, waiting included; one platform",
                of(runs, result))));
        STAGES.forEach((result, stage) -> figures.add(Figure.of(
                "stage " + stage + ", two platforms", "s", "the same, one platform emulated", of(both, result))));
        figures.addAll(overhead());
        figures.addAll(sealing());
        figures.addAll(scans());
        return figures;
    }

    private List<Figure> overhead() {
        var built = of(runs, "built");
        return List.of(
                Figure.of("build by hand", "s", "buildah build + push, same flags, base, storage", hands),
                Figure.of("build through the factory", "s", "the stage build, to the same registry", built),
                Figure.of(
                                "build, factory less by hand",
                                "s",
                                "of each pair, sides alternating",
                                Numbers.paired(built, hands, (one, other) -> one - other))
                        .atMost(0.5),
                Figure.of(
                        "build, factory / by hand",
                        "ratio",
                        "of each pair; 1.03, or 0.5 s where that is more",
                        Numbers.paired(built, hands, (one, other) -> one / other)));
    }

    private List<Figure> sealing() {
        return List.of(
                Figure.of(
                                "sign + attest + verify",
                                "s",
                                "sign, attest, attach and verify of one image with one platform",
                                runs.stream().map(Run::sealing).toList())
                        .atMost(0.3),
                Figure.of(
                                "sign + attest + verify, two platforms",
                                "s",
                                "the same for an index of two: 8 statements",
                                both.stream().map(Run::sealing).toList())
                        .atMost(0.3));
    }

    private List<Figure> scans() {
        var image = of(runs, "scanned");
        var sbom = of(rescans, "scanned");
        return List.of(
                Figure.of("scan of the image", "s", "stage scan of a new image", image),
                Figure.of("scan from the SBOM", "s", "stage scan when a fresh image is asked for again", sbom),
                Figure.of(
                        "scan, from SBOM / of image",
                        "ratio",
                        "of each pair, the same image",
                        Numbers.paired(sbom, image, (one, other) -> one / other)));
    }

    private static List<Double> of(List<Run> runs, String result) {
        return runs.stream().map(run -> run.stage(result)).toList();
    }

    private static Map<String, String> stages() {
        var stages = new LinkedHashMap<String, String>();
        stages.put("resolved", "resolve");
        stages.put("built", "build");
        stages.put("assembled", "assemble");
        stages.put("scanned", "scan");
        stages.put("released", "release");
        stages.put("signed", "sign");
        stages.put("attested", "attest");
        stages.put("attached", "attach");
        stages.put("verified", "verify");
        stages.put("published", "publish");
        return stages;
    }
}
