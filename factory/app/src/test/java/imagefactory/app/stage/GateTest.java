package imagefactory.app.stage;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.ScanPolicy;
import imagefactory.core.scan.ScanPolicy.Acceptance;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.scan.Severity;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final LocalDate TODAY = LocalDate.parse("2027-03-01");
    private static final ScanPolicy HIGH = new ScanPolicy(Severity.HIGH, false, List.of());

    @Test
    void withinTheCeilingNothingIsRefused() {
        assertThat(refuse(HIGH, finding("CVE-1", Severity.HIGH))).isEmpty();
        assertThat(refuse(HIGH)).isEmpty();
    }

    @Test
    void aFindingOfSeveralPlatformsIsToldOnce() {
        var bad = finding("CVE-1", Severity.CRITICAL);
        var found = new TreeMap<>(Map.of(
                Platform.LINUX_AMD64, report(bad), Platform.LINUX_ARM64, report(bad, finding("CVE-0", Severity.LOW))));

        assertThat(Gate.refuse("portal", HIGH, found, TODAY))
                .contains(new Problem(
                        Problem.Code.GATE_REFUSED,
                        "openssl 1 on linux/amd64, linux/arm64 has CVE-1 (critical, no fix yet); the ceiling for portal is HIGH.",
                        "Update the package in its Dockerfile, or accept the finding with a reason and an end date under scan.accept. "
                                + "Nothing was published."));
    }

    @Test
    void ofManyFindingsTheFirstFiveAreTold() {
        var many = IntStream.rangeClosed(1, 7)
                .mapToObj(number -> finding("CVE-" + number, Severity.CRITICAL))
                .toArray(Finding[]::new);

        assertThat(refuse(HIGH, many).orElseThrow().text())
                .contains("CVE-1 ", "CVE-5 ")
                .doesNotContain("CVE-6 ")
                .endsWith("; and 2 more; the ceiling for portal is HIGH.");
    }

    @Test
    void anAcceptedFindingRefusesAgainWhenItsDayIsOver() {
        var accepting = new ScanPolicy(Severity.HIGH, false, List.of(new Acceptance("CVE-1", "not linked", TODAY)));
        var found = found(finding("CVE-1", Severity.CRITICAL));

        assertThat(Gate.refuse("portal", accepting, found, TODAY)).isEmpty();
        assertThat(Gate.refuse("portal", accepting, found, TODAY.plusDays(1))).isPresent();
    }

    private static Optional<Problem> refuse(ScanPolicy policy, Finding... findings) {
        return Gate.refuse("portal", policy, found(findings), TODAY);
    }

    private static SortedMap<Platform, ScanReport> found(Finding... findings) {
        return new TreeMap<>(Map.of(Platform.LINUX_AMD64, report(findings)));
    }

    private static ScanReport report(Finding... findings) {
        return new ScanReport(Bytes.utf8("{}"), Bytes.utf8("{}"), List.of(findings), Instant.EPOCH, "Fake 1");
    }

    private static Finding finding(String id, Severity severity) {
        return new Finding(id, severity, "openssl", "1", Optional.empty(), "");
    }
}
