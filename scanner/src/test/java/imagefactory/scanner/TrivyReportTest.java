package imagefactory.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.image.Bytes;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.Severity;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrivyReportTest {
    @Test
    void findingsAreTheWorstFirstAndEachOnce() throws IOException {
        var report = report("""
                {"VulnerabilityID": "CVE-1", "PkgName": "a", "InstalledVersion": "1", "Severity": "LOW", "Title": "one"},
                {"VulnerabilityID": "CVE-2", "PkgName": "b", "InstalledVersion": "2", "Severity": "CRITICAL", "FixedVersion": "3"},
                {"VulnerabilityID": "CVE-1", "PkgName": "a", "InstalledVersion": "1", "Severity": "LOW", "Title": "one"},
                {"VulnerabilityID": "CVE-3", "PkgName": "c", "InstalledVersion": "1", "Severity": "WEIRD"}
                """);

        assertThat(TrivyReport.findings(report))
                .containsExactly(
                        new Finding("CVE-2", Severity.CRITICAL, "b", "2", Optional.of("3"), ""),
                        new Finding("CVE-1", Severity.LOW, "a", "1", Optional.empty(), "one"),
                        new Finding("CVE-3", Severity.UNKNOWN, "c", "1", Optional.empty(), ""));
    }

    @Test
    void reportWithoutResultsHasNoFindings() throws IOException {
        assertThat(TrivyReport.findings(Bytes.utf8("{\"SchemaVersion\": 2}"))).isEmpty();
        assertThat(TrivyReport.findings(Bytes.utf8("{\"Results\": [{\"Class\": \"os-pkgs\"}]}")))
                .isEmpty();
    }

    @Test
    void titlesAreShortAndOfOneLine() throws IOException {
        var title = "a\\nb\\u001b[31m" + "c".repeat(1000);
        var report = report("""
                {"VulnerabilityID": "CVE-1", "PkgName": "a", "InstalledVersion": "1", "Severity": "LOW", "Title": "%s"}""".formatted(title));

        assertThat(TrivyReport.findings(report).getFirst().title())
                .startsWith("a b [31mccc")
                .endsWith("c…")
                .hasSize(500);
    }

    @Test
    void findingWithoutAPackageIsNotRead() {
        assertThatThrownBy(() -> TrivyReport.findings(report("{\"VulnerabilityID\": \"CVE-1\"}")))
                .isInstanceOf(IOException.class)
                .hasMessage("a finding of the report has no PkgName");
    }

    @Test
    void whatIsNestedTooDeeplyIsNotRead() {
        var report = Bytes.utf8("{\"Results\": " + "[".repeat(5000) + "]".repeat(5000) + "}");

        assertThatThrownBy(() -> TrivyReport.findings(report)).isInstanceOf(IOException.class);
    }

    @Test
    void moreFindingsThanAnyoneReadsAreNotRead() {
        var one = "{\"VulnerabilityID\": \"CVE-1\", \"PkgName\": \"a\", \"InstalledVersion\": \"1\"}";

        assertThatThrownBy(() ->
                        TrivyReport.findings(report(String.join(",", java.util.Collections.nCopies(100_001, one)))))
                .isInstanceOf(IOException.class)
                .hasMessage("the report has more than 100000 findings");
    }

    @Test
    void onlyCycloneDxIsAList() {
        assertThatThrownBy(() -> TrivyReport.checkSbom(Bytes.utf8("{\"spdxVersion\": \"SPDX-2.3\"}")))
                .isInstanceOf(IOException.class)
                .hasMessage("the SBOM is no CycloneDX");
    }

    private static Bytes report(String findings) {
        return Bytes.utf8("{\"SchemaVersion\": 2, \"Results\": [{\"Vulnerabilities\": [" + findings + "]}]}");
    }
}
