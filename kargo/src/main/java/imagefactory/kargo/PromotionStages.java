package imagefactory.kargo;

import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.catalog.Managed;
import imagefactory.core.catalog.Promotion.Stage;
import imagefactory.core.catalog.Promotion.Update;
import imagefactory.core.source.Source;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stages that an enrolled image is promoted through: each takes what the one before has had for long enough. */
final class PromotionStages {
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;

    private final EnrolledImage image;
    private final Watched watched;

    PromotionStages(EnrolledImage image, Watched watched) {
        this.image = image;
        this.watched = watched;
    }

    List<Manifest> manifests(Meta meta) {
        var stages = new ArrayList<Manifest>();
        var before = Optional.<Stage>empty();
        for (var stage : image.promotion().stages()) {
            stages.add(manifest(meta, stage, before));
            before = Optional.of(stage);
        }
        return stages;
    }

    /** Updates that Kargo cannot make, a sentence each. */
    List<String> leftOut() {
        return image.promotion().stages().stream()
                .flatMap(stage -> image.promotion().updatesOf(stage).stream())
                .filter(update -> !isReachable(update))
                .map(update -> "Kargo cannot clone a folder of this machine, so its update of " + update.path()
                        + " is left out.")
                .toList();
    }

    private static boolean isReachable(Update update) {
        return !isLocal(update.repository());
    }

    private static boolean isLocal(URI repository) {
        return "file".equals(repository.getScheme());
    }

    private Manifest manifest(Meta meta, Stage stage, Optional<Stage> before) {
        var spec = Tree.of("requestedFreight", List.of(requested(watched, sources(stage, before))))
                .with("promotionTemplate", Tree.of("spec", Tree.of("steps", steps(stage))))
                .with("verification", verification(stage));
        var description = image.name() + " in " + stage.name()
                + before.map(it -> ", after " + it.name()).orElse("") + ".";
        return Manifest.in(
                "stages",
                meta.object(
                                Meta.KARGO,
                                "Stage",
                                name(image, stage),
                                Optional.of(image.name()),
                                Optional.of(description))
                        .with("spec", spec));
    }

    static Tree requested(Watched watched, Tree sources) {
        return Tree.of("origin", Tree.of("kind", "Warehouse").with("name", watched.name()))
                .with("sources", sources);
    }

    static String name(EnrolledImage image, Stage stage) {
        return Names.of(image.name(), stage.name());
    }

    private Tree sources(Stage stage, Optional<Stage> before) {
        return before.map(it -> Tree.of("stages", List.of(name(image, it)))
                        .with(
                                "requiredSoakTime",
                                Optional.of(stage.soak())
                                        .filter(soak -> !soak.isZero())
                                        .map(PromotionStages::duration)))
                .orElseGet(() -> Tree.of("direct", true));
    }

    /** In the units of Go that Kargo takes: it knows no days. */
    static String duration(Duration time) {
        long seconds = time.toSeconds();
        var text = part(seconds / HOUR, "h") + part(seconds % HOUR / MINUTE, "m") + part(seconds % MINUTE, "s");
        return text.isEmpty() ? "0s" : text;
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }

    /** A stage without steps would let everything through unverified, so one that edits nothing says what it holds. */
    private List<Tree> steps(Stage stage) {
        var edits = new UpdateSteps(watched, image.name() + " in " + stage.name());
        var reachable = image.promotion().updatesOf(stage).stream()
                .filter(PromotionStages::isReachable)
                .toList();
        var steps = edits.of(reachable);
        return steps.isEmpty()
                ? List.of(UpdateSteps.step("compose-output", Tree.of("image", edits.reference())))
                : steps;
    }

    private Optional<Tree> verification(Stage stage) {
        if (stage.verify().isEmpty()) {
            return Optional.empty();
        }
        var templates =
                stage.verify().stream().map(name -> Tree.of("name", name)).toList();
        return Optional.of(Tree.of("analysisTemplates", templates).with("args", arguments()));
    }

    /** What templates may ask for; the names are those of the originals, and imageRepository. */
    private List<Tree> arguments() {
        var arguments = new ArrayList<Tree>();
        arguments.add(argument("imageName", image.name()));
        arguments.add(argument("imageRepository", image.repository().toString()));
        arguments.add(argument("imageTag", Expressions.evaluated("quote(" + watched.inFreight() + ".Tag)")));
        arguments.add(argument("imageDigest", Expressions.evaluated(watched.inFreight() + ".Digest")));
        if (image instanceof Managed managed && !isLocal(managed.source().repository())) {
            arguments.addAll(arguments(managed.source()));
        }
        return arguments;
    }

    private static List<Tree> arguments(Source source) {
        var host = Optional.ofNullable(source.repository().getHost()).orElse("");
        var path = source.repository().getPath().replaceAll("^/|\\.git$", "");
        return List.of(
                argument("dockerfile", Expressions.literally(source.dockerfile())),
                argument("sourceRepo", Expressions.literally(path)),
                argument("sourceProvider", host.replaceAll("\\.com$", "")),
                argument("gitRepo", Expressions.literally(source.repository().toString())),
                argument("gitBranch", Expressions.literally(source.branch())));
    }

    private static Tree argument(String name, String value) {
        return Tree.of("name", name).with("value", value);
    }
}
