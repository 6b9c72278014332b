package imagefactory.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.scan.ScanPolicy.Acceptance;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanPolicyTest {
    private static final LocalDate TODAY = LocalDate.parse("2027-03-01");
    private static final Finding LOW = finding("CVE-1", Severity.LOW, Optional.of("2"));
    private static final Finding HIGH = finding("CVE-2", Severity.HIGH, Optional.of("2"));
    private static final Finding CRITICAL = finding("CVE-3", Severity.CRITICAL, Optional.of("2"));
    private static final Finding UNFIXED = finding("CVE-4", Severity.CRITICAL, Optional.empty());
    private static final Finding UNKNOWN = finding("CVE-5", Severity.UNKNOWN, Optional.of("2"));
    private static final List<Finding> ALL = List.of(LOW, HIGH, UNFIXED, CRITICAL, UNKNOWN);

    @ParameterizedTest
    @CsvSource({
        "CRITICAL, ''",
        "HIGH, CVE-3 CVE-4",
        "MEDIUM, CVE-3 CVE-4 CVE-2",
        "LOW, CVE-3 CVE-4 CVE-2",
        "UNKNOWN, CVE-3 CVE-4 CVE-2 CVE-1",
    })
    void whatIsAboveTheCeilingRefusesTheWorstFirst(Severity ceiling, String refusing) {
        var policy = new ScanPolicy(ceiling, false, List.of());

        assertThat(policy.refusing(ALL, TODAY).stream().map(Finding::id)).containsExactly(words(refusing));
    }

    @Test
    void whereOnlyFixableFindingsCountTheOthersAreShownOnly() {
        assertThat(new ScanPolicy(Severity.HIGH, true, List.of()).refusing(ALL, TODAY))
                .containsExactly(CRITICAL);
    }

    @ParameterizedTest
    @CsvSource({"2027-02-28, true", "2027-03-01, false", "2027-03-02, false"})
    void anAcceptanceHoldsUntilTheEndOfItsDay(LocalDate until, boolean refused) {
        var policy = new ScanPolicy(Severity.HIGH, true, List.of(new Acceptance("CVE-3", "not linked", until)));

        assertThat(policy.refusing(ALL, TODAY).contains(CRITICAL)).isEqualTo(refused);
    }

    @Test
    void anAcceptanceIsForItsFindingAlone() {
        var accept = List.of(new Acceptance("CVE-33", "another one", TODAY));

        assertThat(new ScanPolicy(Severity.HIGH, true, accept).refusing(ALL, TODAY))
                .containsExactly(CRITICAL);
    }

    @Test
    void oneFindingInTwoPackagesRefusesForBoth() {
        var zlib = new Finding("CVE-3", Severity.CRITICAL, "zlib", "1", Optional.of("2"), "");

        assertThat(new ScanPolicy(Severity.HIGH, true, List.of()).refusing(List.of(zlib, CRITICAL), TODAY))
                .containsExactly(CRITICAL, zlib);
    }

    @ParameterizedTest
    @CsvSource({"critical, CRITICAL", "High, HIGH", "NEGLIGIBLE, UNKNOWN", "'', UNKNOWN"})
    void aWordThatAScannerInventedCountsAsUnknown(String word, Severity severity) {
        assertThat(Severity.parse(word)).isEqualTo(severity);
    }

    private static Finding finding(String id, Severity severity, Optional<String> fixed) {
        return new Finding(id, severity, "openssl", "1", fixed, "");
    }

    private static String[] words(String text) {
        return text.isEmpty() ? new String[0] : text.split(" ");
    }
}
