package imagefactory.scanner;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import imagefactory.core.image.Platform;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.scan.Severity;
import imagefactory.scanner.Reports.Scanned;
import java.util.LinkedHashMap;
import java.util.Map;

/** Findings as code hosts read them (SARIF 2.1.0): one run for each platform. */
final class Sarif {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private Sarif() {}

    static String of(Scanned scanned) {
        var sarif = JSON.createObjectNode().put("$schema", SCHEMA).put("version", "2.1.0");
        var runs = sarif.putArray("runs");
        scanned.platforms().forEach((platform, report) -> run(runs.addObject(), scanned, platform, report));
        return sarif.toPrettyString() + "\n";
    }

    private static void run(ObjectNode run, Scanned scanned, Platform platform, ScanReport report) {
        var words = report.scanner().split(" ", 2);
        var driver = run.putObject("tool").putObject("driver").put("name", "Trivy");
        driver.put("fullName", "Trivy Vulnerability Scanner").put("informationUri", "https://trivy.dev");
        if (words.length == 2) {
            driver.put("version", words[1]);
        }
        var rules = rules(driver.putArray("rules"), report);
        run.putObject("automationDetails").put("id", "trivy/" + scanned.image() + "/" + platform + "/");
        run.put("columnKind", "utf16CodeUnits");
        var results = run.putArray("results");
        report.findings()
                .forEach(finding -> result(results.addObject(), scanned, finding)
                        .put("ruleIndex", rules.getOrDefault(finding.id(), 0)));
    }

    /** One rule for each vulnerability, in the order in which they are found first. */
    private static Map<String, Integer> rules(ArrayNode rules, ScanReport report) {
        var places = new LinkedHashMap<String, Integer>();
        for (var finding : report.findings()) {
            if (places.putIfAbsent(finding.id(), places.size()) == null) {
                rule(rules.addObject(), finding);
            }
        }
        return places;
    }

    private static void rule(ObjectNode rule, Finding finding) {
        rule.put("id", finding.id());
        rule.putObject("shortDescription").put("text", title(finding));
        rule.putObject("defaultConfiguration").put("level", level(finding.severity()));
        if (finding.id().startsWith("CVE-")) {
            rule.put("helpUri", "https://avd.aquasec.com/nvd/" + finding.id().toLowerCase(java.util.Locale.ROOT));
        }
        var properties = rule.putObject("properties").put("security-severity", score(finding.severity()));
        properties
                .putArray("tags")
                .add("vulnerability")
                .add("security")
                .add(finding.severity().name());
    }

    private static ObjectNode result(ObjectNode result, Scanned scanned, Finding finding) {
        result.put("ruleId", finding.id()).put("level", level(finding.severity()));
        result.putObject("message").put("text", message(finding));
        var location = result.putArray("locations").addObject();
        location.putObject("message")
                .put("text", scanned.ref() + ": " + finding.packageName() + "@" + finding.installed());
        var place = location.putObject("physicalLocation");
        place.putObject("artifactLocation")
                .put("uri", scanned.ref().repository().path());
        place.putObject("region").put("startLine", 1);
        return result;
    }

    private static String message(Finding finding) {
        return finding.packageName() + " " + finding.installed() + " has " + finding.id() + " ("
                + finding.severity() + ", "
                + finding.fixed().map(version -> "fixed in " + version).orElse("no fix yet")
                + "): " + title(finding);
    }

    private static String title(Finding finding) {
        return finding.title().isEmpty() ? finding.id() : finding.title();
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW, UNKNOWN -> "note";
        };
    }

    /** What Trivy gives where a vulnerability has no score of its own. */
    private static String score(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "9.5";
            case HIGH -> "8.0";
            case MEDIUM -> "5.5";
            case LOW -> "2.0";
            case UNKNOWN -> "0.0";
        };
    }
}
