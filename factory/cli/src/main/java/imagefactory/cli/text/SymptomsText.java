package imagefactory.cli.text;

import imagefactory.cli.terminal.Ink;
import imagefactory.core.outcome.Symptom;
import imagefactory.core.outcome.Symptom.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was found of a factory's surroundings, a line each, and what to do about it. */
public record SymptomsText(Ink ink, List<Symptom> symptoms) {
    /** Longer names push their line aside, and not all others. */
    private static final int MOST = 24;

    public boolean isHealthy() {
        return symptoms.stream().noneMatch(symptom -> symptom.verdict() == Verdict.FAILED);
    }

    /** @return {@code {healthy, checks: [{what, verdict, found, remedy}]}} */
    public Map<String, Object> json() {
        var checks = symptoms.stream()
                .map(each -> Map.of(
                        "what", each.what(),
                        "verdict", each.verdict().toString(),
                        "found", each.found(),
                        "remedy", each.remedy()))
                .toList();
        return Map.of("healthy", isHealthy(), "checks", checks);
    }

    @Override
    public String toString() {
        int width = symptoms.stream()
                .mapToInt(symptom -> symptom.what().length())
                .filter(length -> length <= MOST)
                .max()
                .orElse(1);
        var lines = new ArrayList<String>();
        for (var symptom : symptoms) {
            var verdict = " ".repeat(6 - symptom.verdict().toString().length()) + word(symptom.verdict());
            lines.add(String.format(Locale.ROOT, "%s  %-" + width + "s  %s", verdict, symptom.what(), symptom.found()));
            if (!symptom.remedy().isEmpty()) {
                lines.add("        " + symptom.remedy());
            }
        }
        return String.join("\n", lines);
    }

    private String word(Verdict verdict) {
        return switch (verdict) {
            case OK -> ink.good("ok");
            case UNSEEN -> ink.busy("unseen");
            case WARN -> ink.busy("warn");
            case FAILED -> ink.bad("failed");
        };
    }
}
