package imagefactory.scanner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import imagefactory.core.image.Bytes;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads what Trivy writes (its JSON report, schema version 2; CycloneDX), within limits: an image can make it say much. */
final class TrivyReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_FINDINGS = 100_000;
    private static final int MOST_TITLE = 500;
    private static final int MOST_WORD = 256;

    private TrivyReport() {}

    /** @throws IOException if Trivy wrote nothing here, or more than is read */
    static Bytes read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("Trivy wrote no " + file.getFileName());
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file.getFileName() + " has more than " + MOST_BYTES + " bytes");
        }
        return Bytes.of(Files.readAllBytes(file));
    }

    /** @throws IOException if these bytes are no CycloneDX in JSON */
    static void checkSbom(Bytes sbom) throws IOException {
        if (sbom.size() > MOST_BYTES) {
            throw new IOException("the SBOM has more than " + MOST_BYTES + " bytes");
        }
        if (!JSON.readTree(sbom.array()).path("bomFormat").asText().equals("CycloneDX")) {
            throw new IOException("the SBOM is no CycloneDX");
        }
    }

    /** The findings of a report, the worst first. */
    static List<Finding> findings(Bytes report) throws IOException {
        var findings = new ArrayList<Finding>();
        for (var result : JSON.readTree(report.array()).path("Results")) {
            for (var vulnerability : result.path("Vulnerabilities")) {
                findings.add(finding(vulnerability));
            }
            if (findings.size() > MOST_FINDINGS) {
                throw new IOException("the report has more than " + MOST_FINDINGS + " findings");
            }
        }
        return findings.stream()
                .distinct()
                .sorted(Comparator.comparing(Finding::severity)
                        .reversed()
                        .thenComparing(Finding::id)
                        .thenComparing(Finding::packageName)
                        .thenComparing(Finding::installed))
                .toList();
    }

    private static Finding finding(JsonNode json) throws IOException {
        return new Finding(
                word(json, "VulnerabilityID"),
                Severity.parse(json.path("Severity").asText()),
                word(json, "PkgName"),
                word(json, "InstalledVersion"),
                Optional.of(text(json, "FixedVersion", MOST_WORD)).filter(version -> !version.isEmpty()),
                text(json, "Title", MOST_TITLE));
    }

    private static String word(JsonNode json, String name) throws IOException {
        var word = text(json, name, MOST_WORD);
        if (word.isEmpty()) {
            throw new IOException("a finding of the report has no " + name);
        }
        return word;
    }

    private static String text(JsonNode json, String name, int most) {
        var text = json.path(name).asText().replaceAll("\\p{Cntrl}+", " ").strip();
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
