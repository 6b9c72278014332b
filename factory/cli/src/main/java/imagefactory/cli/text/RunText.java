package imagefactory.cli.text;

import imagefactory.cli.factory.Brief;
import imagefactory.cli.factory.ResultsView;
import imagefactory.cli.factory.RunView;
import imagefactory.cli.terminal.Ink;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A run, told: how far it came, what it made or what ended it. */
public record RunText(Ink ink, Times times) {
    private static final String GAP = "   ";

    /** The stages that people are shown, by what they leave behind; those between show when they fail. */
    private static final Map<String, String> STAGES = stages();

    /**
     * One line while it goes on: {@code portal  run 12  scan}. It stays the same as long as nothing new can be said: a run that is
     * looked at every second is told once.
     */
    public String progress(RunView run) {
        var waits = run.waitsFor().map(what -> "  waits: " + what).orElse("");
        return run.image() + "  run " + run.id() + "  " + (run.isOver() ? "over" : run.due() + waits);
    }

    /** What a run that is over came to: its stages, then the image or what to do. */
    public String outcome(RunView run) {
        var lines = new ArrayList<String>();
        lines.add((run.image() + "  " + stages(run)).stripTrailing());
        run.results().skipped().ifPresent(because -> lines.add("  skipped: " + Brief.sentence(because)));
        run.results().published().ifPresent(published -> lines.add(published(run, published)));
        run.problem().ifPresent(problem -> lines.addAll(problem(problem)));
        return String.join("\n", lines);
    }

    /** All that is known of it. */
    public String details(RunView run) {
        var lines = new ArrayList<String>();
        lines.add("run " + run.id() + " of " + run.image() + "  " + state(run));
        run.causes()
                .forEach(cause -> lines.add(line(
                        "because",
                        cause.reason() + "   event " + Brief.id(cause.event()) + " at " + times.at(cause.at()))));
        lines.add(line("opened", times.at(run.opened()) + took(run)));
        waiting(run).ifPresent(waits -> lines.add(line("waits", waits)));
        lines.addAll(new ResultsText(times).lines(run));
        lines.add(outcome(run).indent(2).stripTrailing());
        return String.join("\n", lines);
    }

    /** In one or two words. */
    public String state(RunView run) {
        if (run.problem().isPresent()) { // of one that is published too: it was not promoted
            return ink.bad(run.problem().get().code().toString());
        }
        if (run.isPublished() && run.isOver()) {
            return ink.good("published");
        }
        if (run.results().skipped().isPresent()) {
            return "skipped";
        }
        return ink.busy(run.until().isPresent() ? "waiting" : run.due());
    }

    /** The sentences of a problem, indented. */
    List<String> problem(Problem problem) {
        var lines = new ArrayList<String>();
        lines.add("  " + ink.bad(problem.code().toString()) + ": " + indented(problem.text()));
        lines.add("  " + indented(problem.advice()));
        return lines;
    }

    /** What keeps it, and until when. */
    Optional<String> waiting(RunView run) {
        return run.until()
                .map(until -> "waits until " + times.at(until)
                        + run.waitsFor().map(what -> ": " + what).orElse(""));
    }

    /** How long it took, in brackets. */
    static String took(RunView run) {
        return run.closed()
                .flatMap(closed -> run.begun().map(begun -> java.time.Duration.between(begun, closed)))
                .map(time -> ", took " + Times.lasting(time))
                .orElse("");
    }

    private static String line(String label, String text) {
        return ResultsText.line(label, text);
    }

    private String stages(RunView run) {
        var parts = new ArrayList<String>();
        var failing = run.problem().isPresent();
        for (var stage : STAGES.entrySet()) {
            if (run.results().has(stage.getKey())) {
                parts.add(done(stage, run.results()));
            } else if (failing) {
                parts.add(stage.getValue() + " " + ink.bad("✗"));
                break;
            }
        }
        return String.join(GAP, parts);
    }

    private String done(Map.Entry<String, String> stage, ResultsView results) {
        var good = ink.good("✓");
        if (!stage.getKey().equals("built") || results.builds().isEmpty()) {
            return stage.getValue() + " " + good;
        }
        return stage.getValue() + " "
                + results.builds().stream()
                        .map(build -> good + " " + word(build.platform()))
                        .collect(Collectors.joining(" "));
    }

    private static String published(RunView run, ResultsView.Publication published) {
        var repository =
                run.results().origin().map(origin -> origin.repository() + "@").orElse("");
        return "  " + repository + published.digest() + "  " + String.join(" ", published.tags());
    }

    private static String word(Platform platform) {
        return platform.architecture()
                + platform.variant().map(variant -> "/" + variant).orElse("");
    }

    private static String indented(String text) {
        return text.strip().replace("\n", "\n    ");
    }

    private static Map<String, String> stages() {
        var stages = new LinkedHashMap<String, String>();
        stages.put("built", "build");
        stages.put("scanned", "scan");
        stages.put("signed", "sign");
        stages.put("attested", "attest");
        stages.put("verified", "verify");
        stages.put("published", "publish");
        stages.put("promoted", "promote");
        return stages;
    }
}
