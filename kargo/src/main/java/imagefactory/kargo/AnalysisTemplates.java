package imagefactory.kargo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The analyses that stages may ask for by {@code verify}: each is a Job that runs a command of this project, and fails as
 * that does. Names and arguments are those of the originals where they had them.
 */
final class AnalysisTemplates {
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\{args\\.(\\w+)}}");
    private static final String IMAGE = "{{args.imageRepository}}@{{args.imageDigest}}";

    private static final List<String> DISCOVER = List.of(
            "discover",
            "--git",
            "{{args.gitRepo}}",
            "--branch",
            "{{args.gitBranch}}",
            "--json",
            "--",
            "{{args.dockerfile}}");
    private static final List<String> VERIFY = List.of("verify", "--key", Given.KEYS.path() + "/factory.pub", IMAGE);
    private static final List<String> SCAN = List.of("scan", "--known", "{{args.imageName}}@{{args.imageDigest}}");

    /** Until the tags have moved: a run that waited for the stage that waits for it would never end. */
    private static final List<String> REBUILD =
            List.of("rebuild", "{{args.imageName}}", "--why", "Kargo asked for it", "--wait-for-tags");

    private final Meta meta;
    private final AnalysisJob job;

    AnalysisTemplates(Meta meta, Setting setting) {
        this.meta = meta;
        job = new AnalysisJob(setting);
    }

    List<Manifest> manifests() {
        return List.of(
                template(
                        "analyze-dockerfile",
                        "Reads what an image's Dockerfile is built from.",
                        metric("analysis", DISCOVER, Given.GIT)),
                template(
                        "verify-image",
                        "Checks signatures, attestations and truth of an image.",
                        metric("verification", VERIFY, Given.KEYS, Given.REGISTRY)),
                template(
                        "scan-image",
                        "Asks the factory what it found in an image when it looked last.",
                        metric("scan", SCAN, Given.EVENTS)),
                template(
                        "rebuild-image",
                        "Has the factory look at an image, and waits.",
                        metric("rebuild", REBUILD, Given.EVENTS)));
    }

    private record Metric(List<String> command, Tree tree) {}

    private Metric metric(String name, List<String> command, Given... given) {
        var provider = Tree.of("job", job.running(command, List.of(given)));
        return new Metric(command, Tree.of("name", name).with("provider", provider));
    }

    private Manifest template(String name, String description, Metric metric) {
        var spec = Tree.of("args", arguments(metric.command())).with("metrics", List.of(metric.tree()));
        return Manifest.in(
                "analysis",
                meta.object(Meta.ROLLOUTS, "AnalysisTemplate", name, Optional.empty(), Optional.of(description))
                        .with("spec", spec));
    }

    /** Only what a command uses: a stage that has no value for another argument can run it all the same. */
    private static List<Tree> arguments(List<String> command) {
        var names = new ArrayList<Tree>();
        command.stream()
                .flatMap(word -> ARGUMENT.matcher(word).results())
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .forEach(name -> names.add(Tree.of("name", name)));
        return names;
    }
}
