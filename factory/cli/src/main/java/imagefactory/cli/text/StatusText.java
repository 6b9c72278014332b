package imagefactory.cli.text;

import imagefactory.cli.factory.Brief;
import imagefactory.cli.factory.ImageView;
import imagefactory.cli.factory.ResultsView;
import imagefactory.cli.factory.RunView;
import imagefactory.cli.terminal.Ink;
import imagefactory.core.image.Platform;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How images stand, a row each. */
public record StatusText(Ink ink, Times times) {
    private static final String NONE = "-";

    public String table(List<ImageView> images) {
        var table = new Table("IMAGE", "STATE", "PUBLISHED", "FINDINGS", "BECAUSE");
        images.forEach(
                image -> table.row(image.name(), state(image), digest(image), findings(image, " "), because(image)));
        return table.toString();
    }

    /** With all that is known of what is published. */
    public String wide(List<ImageView> images) {
        var table = new Table(
                "IMAGE",
                "STATE",
                "PUBLISHED",
                "PLATFORMS",
                "BUILT FROM",
                "FINDINGS",
                "PROOF",
                "TAGS",
                "PROMOTED",
                "BECAUSE");
        images.forEach(image -> table.row(
                image.name(),
                state(image),
                digest(image),
                of(
                        image,
                        results -> lines(results.platforms().stream()
                                .map(Platform::toString)
                                .toList())),
                of(image, results -> lines(ResultsText.bases(results))),
                findings(image, "\n"),
                of(image, StatusText::proof),
                of(image, results -> lines(tags(results))),
                of(image, results -> lines(ResultsText.commits(results))),
                causes(image)));
        return table.toString();
    }

    /** In one line: {@code portal  building (scan)  base updated …}. */
    public String line(ImageView image) {
        return String.join("  ", image.name(), state(image), digest(image), because(image));
    }

    private String state(ImageView image) {
        return switch (image.state()) {
            case "fresh" -> ink.good("fresh");
            case "stale", "blocked" -> ink.bad(image.state());
            case "building" ->
                ink.busy(image.state())
                        + image.stage().map(stage -> " (" + stage + ")").orElse("");
            case "waiting" -> ink.busy(image.state());
            default -> image.state();
        };
    }

    private static String digest(ImageView image) {
        return image.digest().map(Brief::name).orElse(NONE);
    }

    private static String findings(ImageView image, String separator) {
        return image.findings()
                .map(found -> ResultsText.severities(found, separator))
                .orElse(NONE);
    }

    private static String proof(ResultsView results) {
        var signed = results.has("signed") ? "signed" : "not signed";
        var verified = results.verified()
                .map(checked -> "verified by " + Brief.id(checked.keyId()))
                .orElse("not verified");
        return lines(List.of(signed, attested(results), verified));
    }

    /** A run of an image that was fresh attests nothing anew: it verifies what is there. */
    private static String attested(ResultsView results) {
        if (results.attestations() > 0) {
            return results.attestations() + " attestations";
        }
        return results.has("attested") ? "attested before" : "not attested";
    }

    private static List<String> tags(ResultsView results) {
        return results.published().map(ResultsView.Publication::tags).orElse(List.of());
    }

    private String because(ImageView image) {
        var until = image.until()
                .filter(any -> image.state().equals("waiting"))
                .map(time -> " (until " + times.at(time) + ")")
                .orElse("");
        var problem = image.problem().map(found -> found.code() + ": " + first(found.text()));
        return problem.orElse(Brief.sentence(first(image.because()))) + until;
    }

    private String causes(ImageView image) {
        var built = image.published().stream()
                .flatMap(run -> run.causes().stream())
                .map(cause -> "published: " + cause.reason())
                .distinct()
                .collect(Collectors.joining("\n"));
        return lines(List.of(because(image), built));
    }

    private static String of(ImageView image, Function<ResultsView, String> column) {
        return Optional.of(image)
                .flatMap(ImageView::published)
                .map(RunView::results)
                .map(column)
                .filter(text -> !text.isEmpty())
                .orElse(NONE);
    }

    private static String lines(List<String> parts) {
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static String first(String text) {
        return text.lines().findFirst().orElse("");
    }
}
