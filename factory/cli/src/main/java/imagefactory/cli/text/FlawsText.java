package imagefactory.cli.text;

import imagefactory.cli.factory.ResultsView;
import imagefactory.cli.factory.ResultsView.Flaw;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** What one scan found otherwise than the one before. */
final class FlawsText {
    private static final int MOST = 3;

    private FlawsText() {}

    /** {@code  (was 1 critical; gone: DEMO-2026-0001 of acme-tls, fixed in 1.1)}; empty where nothing is otherwise. */
    static String news(ResultsView before, ResultsView now) {
        var gone = without(before.flaws(), now.flaws());
        var come = without(now.flaws(), before.flaws());
        if (gone.isEmpty() && come.isEmpty()) {
            return "";
        }
        var parts = new ArrayList<String>();
        before.findings().ifPresent(findings -> parts.add("was " + ResultsText.severities(findings, ", ")));
        told(parts, "gone", gone);
        told(parts, "new", come);
        return " (" + String.join("; ", parts) + ")";
    }

    private static List<Flaw> without(SortedMap<String, Flaw> these, SortedMap<String, Flaw> those) {
        return these.entrySet().stream()
                .filter(each -> !those.containsKey(each.getKey()))
                .map(java.util.Map.Entry::getValue)
                .toList();
    }

    private static void told(List<String> parts, String word, List<Flaw> flaws) {
        if (!flaws.isEmpty()) {
            var named = flaws.stream().limit(MOST).map(Flaw::toString).collect(Collectors.joining(", "));
            parts.add(word + ": " + named + (flaws.size() > MOST ? " and " + (flaws.size() - MOST) + " more" : ""));
        }
    }
}
