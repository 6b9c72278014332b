package imagefactory.cli.text;

import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.ScanReport;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Findings, told to people and to machines: each once, with the platforms that have it, the worst first. */
public record ScanText(ImageRef image, SortedMap<Platform, ScanReport> reports) {
    private static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::severity)
            .reversed()
            .thenComparing(Finding::id)
            .thenComparing(Finding::packageName)
            .thenComparing(Finding::installed);

    @Override
    public String toString() {
        var found = findings();
        var by = reports.values().stream()
                .map(report -> report.scanner() + ", database of " + report.database())
                .distinct()
                .collect(Collectors.joining("; "));
        var head = image + "  " + found.size() + (found.size() == 1 ? " finding" : " findings") + " on "
                + platforms(reports.keySet()) + "  (" + by + ")";
        return found.isEmpty() ? head : head + "\n" + table(found).indent(2).stripTrailing();
    }

    /** For {@code scan --json}. */
    public Map<String, Object> json() {
        return Map.of(
                "image",
                image,
                "platforms",
                reports.entrySet().stream()
                        .map(each -> Map.of(
                                "platform",
                                each.getKey(),
                                "scanner",
                                each.getValue().scanner(),
                                "database",
                                each.getValue().database(),
                                "findings",
                                each.getValue().findings().stream()
                                        .map(ScanText::json)
                                        .toList()))
                        .toList());
    }

    private SortedMap<Finding, TreeSet<Platform>> findings() {
        var findings = new TreeMap<Finding, TreeSet<Platform>>(WORST_FIRST);
        reports.forEach((platform, report) -> report.findings()
                .forEach(finding -> findings.computeIfAbsent(finding, any -> new TreeSet<>())
                        .add(platform)));
        return findings;
    }

    private String table(SortedMap<Finding, TreeSet<Platform>> findings) {
        var table = new Table("SEVERITY", "ID", "PACKAGE", "INSTALLED", "FIXED IN", "PLATFORMS", "TITLE");
        findings.forEach((finding, platforms) -> table.row(
                finding.severity().name().toLowerCase(Locale.ROOT),
                finding.id(),
                finding.packageName(),
                finding.installed(),
                finding.fixed().orElse("-"),
                platforms(platforms),
                finding.title()));
        return table.toString();
    }

    private static String platforms(Iterable<Platform> platforms) {
        var words = new java.util.ArrayList<String>();
        platforms.forEach(platform -> words.add(platform.toString()));
        return String.join(", ", words);
    }

    private static Map<String, Object> json(Finding finding) {
        return Map.of(
                "id", finding.id(),
                "severity", finding.severity(),
                "package", finding.packageName(),
                "installed", finding.installed(),
                "fixed", finding.fixed(),
                "title", finding.title());
    }
}
