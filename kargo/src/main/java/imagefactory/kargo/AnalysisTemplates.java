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
                        "analysis",
                        "Reads what an image's Dockerfile is built from.",
                        List.of(
                                "discover",
                                "--git",
                                "{{args.gitRepo}}",
                                "--branch",
                                "{{args.gitBranch}}",
                                "--json",
                                "--",
                                "{{args.dockerfile}}")),
                template(
                        "verify-image",
                        "verification",
                        "Checks signatures, attestations and truth of an image.",
                        List.of("verify", "--key", AnalysisJob.PUBLIC_KEY, IMAGE)),
                template(
                        "scan-image",
                        "scan",
                        "Looks for what is known to be wrong with an image by now.",
                        List.of("scan", IMAGE)),
                template(
                        "rebuild-image",
                        "rebuild",
                        "Has the factory look at an image, and waits.",
                        List.of("rebuild", "{{args.imageName}}", "--why", "Kargo asked for it", "--wait")));
    }

    private Manifest template(String name, String metric, String description, List<String> command) {
        var spec = Tree.of("args", arguments(command))
                .with(
                        "metrics",
                        List.of(Tree.of("name", metric).with("provider", Tree.of("job", job.running(command)))));
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
