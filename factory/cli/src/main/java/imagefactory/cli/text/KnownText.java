package imagefactory.cli.text;

import imagefactory.cli.factory.RunView;
import imagefactory.core.scan.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run found in what it published, told to people: {@code portal@sha256:…  0 critical, 1 medium  (run 18)}.
 *
 * @param publication as it was asked for
 */
public record KnownText(String publication, RunView run) {
    @Override
    public String toString() {
        var lines = new ArrayList<>(List.of(publication + "  "
                + run.results().findings().map(KnownText::counts).orElse("above its ceiling") + "  (run " + run.id()
                + run.begun().map(at -> ", begun " + at).orElse("") + ")"));
        run.results().flaws().values().forEach(flaw -> lines.add("  " + flaw));
        run.problem().ifPresent(problem -> lines.add("  " + problem));
        return String.join("\n", lines);
    }

    private static String counts(Map<Severity, Integer> findings) {
        var counts = Arrays.stream(Severity.values())
                .sorted(Comparator.reverseOrder())
                .filter(findings::containsKey)
                .map(severity -> findings.get(severity) + " " + severity.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return counts.isEmpty() ? "nothing found" : counts;
    }
}
