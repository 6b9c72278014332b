package imagefactory.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Refused;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.Severity;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrivyReportTest {
    private static final String IMAGE = "portal";

    @TempDir
    Path folder;

    @Test
    void findingsAreTheWorstFirstAndEachOnce() throws Exception {
        var report = report("""
                {"VulnerabilityID": "CVE-1", "PkgName": "a", "InstalledVersion": "1", "Severity": "LOW", "Title": "one"},
                {"VulnerabilityID": "CVE-2", "PkgName": "b", "InstalledVersion": "2", "Severity": "CRITICAL", "FixedVersion": "3"},
                {"VulnerabilityID": "CVE-1", "PkgName": "a", "InstalledVersion": "1", "Severity": "LOW", "Title": "one"},
                {"VulnerabilityID": "CVE-3", "PkgName": "c", "InstalledVersion": "1", "Severity": "WEIRD"}
                """);

        assertThat(TrivyReport.findings(report, IMAGE))
                .containsExactly(
                        new Finding("CVE-2", Severity.CRITICAL, "b", "2", Optional.of("3"), ""),
                        new Finding("CVE-1", Severity.LOW, "a", "1", Optional.empty(), "one"),
                        new Finding("CVE-3", Severity.UNKNOWN, "c", "1", Optional.empty(), ""));
    }

    @Test
    void reportWithoutResultsHasNoFindings() throws Exception {
        assertThat(TrivyReport.findings(Bytes.utf8("{\"SchemaVersion\": 2}"), IMAGE))
                .isEmpty();
        assertThat(TrivyReport.findings(Bytes.utf8("{\"Results\": [{\"Class\": \"os-pkgs\"}]}"), IMAGE))
                .isEmpty();
    }

    @Test
    void titlesAreShortAndOfOneLine() throws Exception {
        var title = "a\\nb\\u001b[31m" + "c".repeat(1000);
        var report = report("""
                {"VulnerabilityID": "CVE-1", "PkgName": "a", "InstalledVersion": "1", "Severity": "LOW", "Title": "%s"}""".formatted(title));

        assertThat(TrivyReport.findings(report, IMAGE).getFirst().title())
                .startsWith("a b [31mccc")
                .endsWith("c…")
                .hasSize(500);
    }

    @Test
    void findingWithoutAPackageIsNotRead() {
        assertThatThrownBy(() -> TrivyReport.findings(report("{\"VulnerabilityID\": \"CVE-1\"}"), IMAGE))
                .isInstanceOf(Refused.class)
                .hasMessage("scan-failed: What Trivy wrote of portal cannot be used: a finding of the report has no"
                        + " PkgName. Look at what the build put into the image, and leave out what need not be there.");
    }

    @Test
    void whatIsNestedTooDeeplyIsNotRead() {
        var report = Bytes.utf8("{\"Results\": " + "[".repeat(5000) + "]".repeat(5000) + "}");

        assertThatThrownBy(() -> TrivyReport.findings(report, IMAGE)).isInstanceOf(Refused.class);
    }

    @Test
    void moreFindingsThanAnyoneReadsAreNotRead() {
        var one = "{\"VulnerabilityID\": \"CVE-1\", \"PkgName\": \"a\", \"InstalledVersion\": \"1\"}";

        assertThatThrownBy(() -> TrivyReport.findings(
                        report(String.join(",", java.util.Collections.nCopies(100_001, one))), IMAGE))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("the report has more than 100000 findings");
    }

    @Test
    void moreThanAnyoneReadsIsNotRead() throws IOException {
        var file = folder.resolve("sbom.json");
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength((64 << 20) + 1);
        }

        assertThatThrownBy(() -> TrivyReport.read(file, IMAGE))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("sbom.json is empty or has more than 67108864 bytes");
    }

    @Test
    void linkOutOfTheContainersFolderIsNotFollowed() throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), "{}");
        var link = Files.createSymbolicLink(folder.resolve("report.json"), secret);

        assertThatThrownBy(() -> TrivyReport.read(link, IMAGE))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("report.json is no plain file");
    }

    @Test
    void whatWasNotWrittenIsNoFaultOfTheImage() {
        assertThatThrownBy(() -> TrivyReport.read(folder.resolve("none"), IMAGE))
                .isInstanceOf(IOException.class)
                .hasMessage("Trivy wrote no none");
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
