package imagefactory.scanner;

import imagefactory.core.image.Platform;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.scan.Severity;
import imagefactory.scanner.Reports.Scanned;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Findings as people read them: each once, with the platforms it is on, the worst first. */
final class Table {
    private static final List<String> HEAD =
            List.of("SEVERITY", "ID", "PACKAGE", "INSTALLED", "FIXED IN", "PLATFORMS", "TITLE");
    private static final String GAP = "  ";
    private static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::severity)
            .reversed()
            .thenComparing(Finding::id)
            .thenComparing(Finding::packageName)
            .thenComparing(Finding::installed);

    private Table() {}

    static String of(Scanned scanned) {
        var rows = rows(scanned);
        var text = new StringBuilder();
        text.append(scanned.image())
                .append(':')
                .append(scanned.tag())
                .append(GAP)
                .append(scanned.ref())
                .append('\n');
        scanned.platforms()
                .forEach((platform, report) ->
                        text.append(summary(platform, report)).append('\n'));
        if (rows.size() > 1) {
            text.append('\n');
            var widths = widths(rows);
            rows.forEach(row -> text.append(line(row, widths)).append('\n'));
        }
        return text.toString();
    }

    /** {@code linux/amd64: 1 critical, 2 low; trivy 0.74.0, database of 2026-01-01T00:00:00Z}. */
    private static String summary(Platform platform, ScanReport report) {
        var counts = report.findings().stream()
                .collect(Collectors.groupingBy(
                        Finding::severity,
                        () -> new TreeMap<Severity, Long>(Comparator.reverseOrder()),
                        Collectors.counting()));
        var found = counts.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey().name().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining(", "));
        return platform + ": " + (found.isEmpty() ? "nothing found" : found) + "; " + report.scanner()
                + ", database of " + report.database();
    }

    private static List<List<String>> rows(Scanned scanned) {
        var platforms = new TreeMap<Finding, List<Platform>>(WORST_FIRST);
        scanned.platforms()
                .forEach((platform, report) -> report.findings()
                        .forEach(finding -> platforms
                                .computeIfAbsent(finding, any -> new ArrayList<>())
                                .add(platform)));
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        platforms.entrySet().stream().map(Table::row).forEach(rows::add);
        return rows;
    }

    private static List<String> row(Map.Entry<Finding, List<Platform>> entry) {
        var finding = entry.getKey();
        return List.of(
                finding.severity().name(),
                finding.id(),
                finding.packageName(),
                finding.installed(),
                finding.fixed().orElse("-"),
                entry.getValue().stream().distinct().map(Platform::toString).collect(Collectors.joining(",")),
                finding.title());
    }

    private static int[] widths(List<List<String>> rows) {
        var widths = new int[HEAD.size()];
        for (var row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            var cell = row.get(column);
            line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
