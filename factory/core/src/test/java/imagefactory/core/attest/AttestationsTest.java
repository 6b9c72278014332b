package imagefactory.core.attest;

import static imagefactory.core.image.Platform.LINUX_AMD64;
import static imagefactory.core.image.Platform.LINUX_ARM64;
import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.Bytes;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.sign.Statement;
import imagefactory.core.sign.Statement.Subject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttestationsTest {
    private static final Subject INDEX = new Subject("ghcr.io/acme/portal", Portal.digest("index"));
    private static final Subject AMD64 = new Subject("ghcr.io/acme/portal", Portal.digest("manifest linux/amd64"));
    private static final ScanReport SCAN = new ScanReport(
            Bytes.utf8("{ \"bomFormat\" : \"CycloneDX\" }"),
            Bytes.utf8("{\"SchemaVersion\":2,\"score\":9.8}"),
            List.of(),
            Instant.parse("2026-02-28T06:00:00Z"),
            "Trivy 0.74.0");

    @Test
    void plainSignatureSaysNothingButTheDigest() {
        assertThat(Attestations.signature(AMD64))
                .isEqualTo(new Statement("https://sigstore.dev/cosign/sign/v1", List.of(AMD64), Bytes.utf8("{}")));
    }

    @Test
    void provenanceIsOfTheIndexAndOfEveryPlatform() {
        var provenance = Portal.provenance(LINUX_AMD64, LINUX_ARM64);

        assertThat(Attestations.provenance(INDEX, provenance))
                .isEqualTo(new Statement(
                        "https://slsa.dev/provenance/v1",
                        List.of(INDEX, AMD64, new Subject(INDEX.name(), Portal.digest("manifest linux/arm64"))),
                        provenance.json()));
    }

    @Test
    void sbomIsPassedOnAsTheScannerWroteIt() throws IOException {
        Golden.expect("statement/sbom/out.json", Attestations.sbom(AMD64, SCAN).json());
    }

    @Test
    void vulnerabilityReportIsCosigns() throws IOException {
        var report = new VulnerabilityReport(
                SCAN, "19", Instant.parse("2026-03-01T09:40:40Z"), Instant.parse("2026-03-01T09:40:42Z"));

        Golden.expect(
                "statement/vulnerabilities/out.json",
                Attestations.vulnerabilities(AMD64, report).json());
    }

    @Test
    void scannerWithoutAVersionIsNamedAllTheSame() {
        var scan = new ScanReport(SCAN.sbom(), SCAN.report(), List.of(), SCAN.database(), "Trivy");

        assertThat(new VulnerabilityReport(scan, "19", Instant.EPOCH, Instant.EPOCH)
                        .json()
                        .utf8())
                .contains("\"uri\":\"pkg:generic/trivy\"")
                .doesNotContain("\"version\"");
    }
}
