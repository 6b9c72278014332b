package imagefactory.scanner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads what Trivy writes (its JSON report, schema version 2; CycloneDX), within limits: an image can make it say much. */
public final class TrivyReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** No more is read of any document. */
    public static final int MOST_BYTES = 64 << 20;

    private static final int MOST_FINDINGS = 100_000;
    private static final int MOST_TITLE = 500;
    private static final int MOST_WORD = 256;

    private TrivyReport() {}

    /**
     * @param image for people: what was scanned
     * @throws Refused with {@code scan-failed} if this is no plain file, or more than is read
     * @throws IOException if Trivy wrote nothing here
     */
    static Bytes read(Path file, String image) throws IOException, Refused {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("Trivy wrote no " + file.getFileName());
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw unusable(image, file.getFileName() + " is no plain file");
        }
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            var bytes = Files.size(file) > MOST_BYTES ? new byte[0] : in.readNBytes(MOST_BYTES + 1);
            if (bytes.length == 0 || bytes.length > MOST_BYTES) {
                throw unusable(image, file.getFileName() + " is empty or has more than " + MOST_BYTES + " bytes");
            }
            return Bytes.of(bytes);
        }
    }

    /** @throws IOException if these bytes are no CycloneDX in JSON */
    public static void checkSbom(Bytes sbom) throws IOException {
        if (sbom.size() > MOST_BYTES) {
            throw new IOException("the SBOM has more than " + MOST_BYTES + " bytes");
        }
        if (!JSON.readTree(sbom.array()).path("bomFormat").asText().equals("CycloneDX")) {
            throw new IOException("the SBOM is no CycloneDX");
        }
    }

    /**
     * The findings of a report, the worst first.
     *
     * @param image for people: what was scanned
     * @throws Refused with {@code scan-failed} if it is no report, or has more of them than are read
     */
    public static List<Finding> findings(Bytes report, String image) throws Refused {
        try {
            return findings(report);
        } catch (IOException e) {
            throw unusable(image, String.valueOf(e.getMessage()));
        }
    }

    private static List<Finding> findings(Bytes report) throws IOException {
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

    private static Refused unusable(String image, String why) {
        return new Refused(new Problem(
                Code.SCAN_FAILED,
                "What Trivy wrote of " + image + " cannot be used: " + why + ".",
                "Look at what the build put into the image, and leave out what need not be there."));
    }
}
