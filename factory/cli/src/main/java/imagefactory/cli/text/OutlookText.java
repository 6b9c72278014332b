package imagefactory.cli.text;

import imagefactory.cli.factory.Brief;
import imagefactory.core.build.BuildReason;
import imagefactory.core.build.BuildReason.Asked;
import imagefactory.core.build.BuildReason.BaseChanged;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Problem;
import imagefactory.core.plan.Fact;
import imagefactory.core.plan.Forecast;
import imagefactory.core.plan.Plan.Opening;
import imagefactory.core.plan.Plan.Skipped;
import imagefactory.core.plan.Plan.Standing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What would be done about real images, and what would not, because of what.
 *
 * @param title what it is about
 * @param anything a base of which only is supposed that it changes, not to what
 */
public record OutlookText(String title, Forecast forecast, Optional<ImageRef> anything) {
    private static final String FRESH = "fresh: ";

    /**
     * For machines.
     *
     * @return {@code levels} and {@code skipped} as of stated facts; {@code images} with level and reasons; {@code later} those that
     *     rest, {@code asked} those whose run finds out, {@code unknown} and {@code blocked} those that could not be judged
     */
    public Map<String, Object> json() {
        var json = new TreeMap<String, Object>();
        json.put("title", title);
        json.put("levels", levels());
        json.put("images", inWaves());
        json.put(
                "later",
                openings(this::rests).entrySet().stream()
                        .map(each -> json(each.getKey(), each.getValue()))
                        .toList());
        json.put("asked", openings(this::isAsked).keySet().stream().toList());
        json.put(
                "unknown",
                unknown().entrySet().stream()
                        .map(each -> Map.of("image", each.getKey(), "because", each.getValue()))
                        .toList());
        json.put(
                "blocked",
                blocked().entrySet().stream()
                        .map(each -> json(each.getKey(), each.getValue()))
                        .toList());
        json.put(
                "skipped",
                forecast.plan().skipped().stream().map(OutlookText::json).toList());
        return json;
    }

    /** Waves from left to right. */
    public Drawing drawing() {
        var skipped = new TreeMap<String, String>();
        forecast.plan().skipped().stream()
                .filter(each -> !isFresh(each) && !each.image().equals("-"))
                .forEach(each -> skipped.put(each.image(), Brief.sentence(each.because())));
        return WavesDrawing.of(title, levels(), skipped, forecast.survey().graph());
    }

    @Override
    public String toString() {
        var table = new Table("WAVE", "IMAGE", "BECAUSE");
        for (int level = 0; level < levels().size(); level++) {
            for (var image : levels().get(level)) {
                table.row(Integer.toString(level + 1), image, reasons(image));
            }
        }
        openings(this::rests)
                .forEach((image, rest) -> table.row(
                        "later",
                        image,
                        "rests " + Times.resting(rest) + " from when the factory sees it: " + reasons(image)));
        openings(this::isAsked).keySet().forEach(image -> table.row("asked", image, reasons(image)));
        unknown().forEach((image, why) -> table.row("unknown", image, Brief.sentence(why)));
        blocked()
                .forEach((image, why) -> table.row(
                        "blocked", image, why.code() + ": " + Brief.sentence(why.text()) + "\n" + why.advice()));
        forecast.plan().skipped().stream()
                .filter(each -> !isFresh(each))
                .forEach(each -> table.row(word(each.standing()), each.image(), Brief.sentence(each.because())));
        var fresh = fresh();
        if (!fresh.isEmpty()) {
            table.row("fresh", WavesText.lines(fresh), "built from what is true now");
        }
        return heading() + "\n" + table;
    }

    private String heading() {
        long many = levels().stream().mapToLong(List::size).sum();
        var built = many == 0 ? "nothing is" : many == 1 ? "1 image is" : many + " images are";
        return title + ": " + built + " built anew";
    }

    private List<List<String>> levels() {
        return forecast.plan().levels();
    }

    private List<Map<String, Object>> inWaves() {
        var images = new java.util.ArrayList<Map<String, Object>>();
        for (int level = 0; level < levels().size(); level++) {
            for (var image : levels().get(level)) {
                images.add(Map.of("image", image, "level", level + 1, "because", because(image)));
            }
        }
        return images;
    }

    private String reasons(String image) {
        return String.join("\n", because(image));
    }

    private List<String> because(String image) {
        return forecast.plan().openings().stream()
                .filter(opening -> opening.image().equals(image))
                .map(opening -> text(opening.cause().reason()))
                .distinct()
                .toList();
    }

    /** What a base would change to is made up where it was not said. */
    private String text(BuildReason reason) {
        return reason instanceof BaseChanged change && anything.equals(Optional.of(change.base()))
                ? "base changes " + change.base()
                : reason.text();
    }

    private boolean rests(Opening opening) {
        return opening.rest().isPositive();
    }

    private boolean isAsked(Opening opening) {
        return opening.cause().reason() instanceof Asked;
    }

    private Map<String, Duration> openings(Predicate<Opening> which) {
        return forecast.plan().openings().stream()
                .filter(which)
                .collect(Collectors.toMap(Opening::image, Opening::rest, (one, _) -> one, LinkedHashMap::new));
    }

    /** Such an image is looked at again when its parents are through. */
    private boolean isInAWave(String image) {
        return levels().stream().anyMatch(level -> level.contains(image));
    }

    private Map<String, String> unknown() {
        var unknown = new TreeMap<String, String>();
        forecast.facts().forEach((image, fact) -> {
            if (fact instanceof Fact.Unknown(String waitsFor) && !isInAWave(image)) {
                unknown.put(image, waitsFor);
            }
        });
        return unknown;
    }

    private Map<String, Problem> blocked() {
        var blocked = new TreeMap<String, Problem>();
        forecast.facts().forEach((image, fact) -> {
            if (fact instanceof Fact.Faulty(Problem problem) && !isInAWave(image)) {
                blocked.put(image, problem);
            }
        });
        return blocked;
    }

    private List<String> fresh() {
        return forecast.plan().skipped().stream()
                .filter(OutlookText::isFresh)
                .map(Skipped::image)
                .toList();
    }

    private static boolean isFresh(Skipped skipped) {
        return skipped.because().startsWith(FRESH);
    }

    private static String word(Standing standing) {
        return standing == Standing.IDLE ? "-" : standing.toString();
    }

    private static Map<String, Object> json(Skipped skipped) {
        return Map.of("image", skipped.image(), "because", skipped.because(), "standing", skipped.standing());
    }

    private Map<String, Object> json(String image, Duration rest) {
        return Map.of("image", image, "rest", rest.toString(), "because", because(image));
    }

    private static Map<String, Object> json(String image, Problem problem) {
        return Map.of(
                "image",
                image,
                "problem",
                Map.of("code", problem.code(), "text", problem.text(), "advice", problem.advice()));
    }
}
