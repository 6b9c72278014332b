package imagefactory.core.scan;

import imagefactory.core.image.Bytes;
import java.time.Instant;
import java.util.List;

/**
 * What a scan found.
 *
 * @param sbom CycloneDX JSON
 * @param report the scanner's own JSON, for the attestation
 * @param database when the vulnerability database was made
 * @param scanner name and version
 */
public record ScanReport(Bytes sbom, Bytes report, List<Finding> findings, Instant database, String scanner) {
    public ScanReport {
        findings = List.copyOf(findings);
    }
}
