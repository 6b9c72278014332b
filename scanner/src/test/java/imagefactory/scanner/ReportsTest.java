package imagefactory.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.scan.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
    private static final Finding TLS = new Finding(
            "DEMO-2026-0001", Severity.CRITICAL, "acme-tls", "1.0", Optional.of("1.1"), "Keys \"leak\" | over <TLS>");
    private static final Finding TAR =
            new Finding("CVE-2005-2541", Severity.LOW, "tar", "1.34+dfsg-1.2", Optional.empty(), "setuid extraction");
    private static final Finding LIBC =
            new Finding("CVE-2024-2961", Severity.HIGH, "libc6", "2.36-9", Optional.of("2.36-9+deb12u6"), "iconv");
    private static final Finding LIBC_BIN =
            new Finding("CVE-2024-2961", Severity.HIGH, "libc-bin", "2.36-9", Optional.of("2.36-9+deb12u6"), "iconv");

    @TempDir
    Path folder;

    @Test
    void findingsOfAllPlatformsAreInBothFiles() throws IOException {
        var scanned = scanned(Map.of(
                Platform.LINUX_AMD64,
                report(TLS, LIBC, LIBC_BIN, TAR),
                Platform.LINUX_ARM64,
                report(LIBC, LIBC_BIN, TAR)));

        var files = new Reports(folder.resolve(".output")).write(scanned);

        assertThat(files)
                .containsExactly(
                        folder.resolve(".output/trivy-portal-1.4.sarif"),
                        folder.resolve(".output/trivy-portal-1.4.txt"));
        Golden.expect("reports/portal.sarif", Files.readString(files.get(0)));
        Golden.expect("reports/portal.txt", Files.readString(files.get(1)));
    }

    @Test
    void imageWithoutFindingsSaysSo() throws IOException {
        var files = new Reports(folder).write(scanned(Map.of(Platform.LINUX_AMD64, report())));

        assertThat(files.get(1))
                .content()
                .endsWith("linux/amd64: nothing found; trivy 0.74.0, database of 2026-01-02T03:04:05Z\n");
    }

    @Test
    void laterReportReplacesTheEarlierOne() throws IOException {
        var reports = new Reports(folder);
        reports.write(scanned(Map.of(Platform.LINUX_AMD64, report(TLS))));
        reports.write(scanned(Map.of(Platform.LINUX_AMD64, report())));

        assertThat(folder.resolve("trivy-portal-1.4.txt")).content().doesNotContain("DEMO-2026-0001");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void namesThatLeaveTheFolderAreRefused() {
        for (var name : List.of("../portal", "a/b", ".hidden", "", "a b", "-x")) {
            assertThatThrownBy(() -> named(name, "1.4"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("\"" + name + "\" cannot be part of a file's name");
        }
        assertThatThrownBy(() -> named("portal", "../1.4")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Reports.Scanned named(String image, String tag) {
        return new Reports.Scanned(image, tag, ImageRef.parse("127.0.0.1:5000/demo/portal:1.4"), new TreeMap<>());
    }

    private static Reports.Scanned scanned(Map<Platform, ScanReport> platforms) {
        return new Reports.Scanned(
                "portal", "1.4", ImageRef.parse("127.0.0.1:5000/demo/portal:1.4"), new TreeMap<>(platforms));
    }

    private static ScanReport report(Finding... findings) {
        return new ScanReport(
                Bytes.utf8("{}"),
                Bytes.utf8("{}"),
                List.of(findings),
                Instant.parse("2026-01-02T03:04:05Z"),
                "trivy 0.74.0");
    }
}
