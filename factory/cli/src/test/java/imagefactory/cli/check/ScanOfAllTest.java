package imagefactory.cli.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.cli.text.ScanText;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.json.CanonicalJson;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.scan.ScanRequest;
import imagefactory.core.scan.Scanner;
import imagefactory.core.scan.Severity;
import imagefactory.core.sign.Signer;
import imagefactory.core.sign.Statement;
import imagefactory.oci.layout.LayoutRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanOfAllTest {
    private static final Repository PORTAL = Repository.parse("127.0.0.1:5000/demo/portal");
    private static final Finding BAD =
            new Finding("DEMO-2026-0001", Severity.CRITICAL, "acme-tls", "1.0", Optional.of("1.1"), "Open door");
    private static final Finding OLD =
            new Finding("CVE-2005-2541", Severity.LOW, "tar", "1.34", Optional.empty(), "Set-uid");

    @TempDir
    Path folder;

    private LayoutRegistry registry;
    private ImageRef image;
    private final List<Duration> waited = new ArrayList<>();

    @BeforeEach
    void publish() throws Exception {
        registry = new LayoutRegistry(folder);
        image = new PublishedImage(registry, PORTAL, new Unsigned()).publish();
    }

    @Test
    void allPlatformsAreLookedThroughAndEachFindingToldOnce() throws Exception {
        var found = scan(new Slow()).of(image);

        assertThat(waited).contains(Duration.ofMillis(7));
        assertThat(new ScanText(image, found)).hasToString("""
                %s  2 findings on linux/amd64, linux/arm64  (trivy 0.74.0, database of 2026-11-20T00:00:00Z)
                  SEVERITY  ID              PACKAGE   INSTALLED  FIXED IN  PLATFORMS                 TITLE
                  critical  DEMO-2026-0001  acme-tls  1.0        1.1       linux/amd64               Open door
                  low       CVE-2005-2541   tar       1.34       -         linux/amd64, linux/arm64  Set-uid""".formatted(image));
    }

    @Test
    void machinesReadFindingsOfEachPlatform() throws Exception {
        var found = scan(new Slow()).of(image);

        assertThat(CanonicalJson.write(new ScanText(image, found).json()).utf8())
                .startsWith("{\"image\":\"" + image
                        + "\",\"platforms\":[{\"database\":\"2026-11-20T00:00:00Z\",\"findings\":["
                        + "{\"fixed\":\"1.1\",\"id\":\"DEMO-2026-0001\",\"installed\":\"1.0\",\"package\":\"acme-tls\",\"severity\":\"CRITICAL\",\"title\":\"Open door\"},"
                        + "{\"id\":\"CVE-2005-2541\",")
                .endsWith("\"platform\":\"linux/arm64\",\"scanner\":\"trivy 0.74.0\"}]}");
    }

    @Test
    void singleImageIsScannedForThePlatformOfItsConfiguration() throws Exception {
        var arm64 = registry.manifest(image).orElseThrow().content().manifests().getLast();

        assertThat(scan(new Slow()).of(ImageRef.of(PORTAL, arm64.digest()))).containsOnlyKeys(Platform.LINUX_ARM64);
    }

    @Test
    void imageThatCannotBeScannedIsToldWithTheScannersReason() {
        var problem = new Problem(Problem.Code.SCAN_FAILED, "It is no image.", "Look at it.");

        assertThatThrownBy(() -> scan(request -> new Failed<>(problem)).of(image))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(problem));
    }

    @Test
    void imageThatIsNotThereIsTold() {
        assertThatThrownBy(() -> scan(new Slow()).of(ImageRef.of(PORTAL, "none")))
                .hasMessage(
                        "not-found: There is no image 127.0.0.1:5000/demo/portal:none. Name a tag or a digest that is there.");
    }

    private ScanOfAll scan(Scanner scanner) {
        return new ScanOfAll(registry, scanner, waited::add);
    }

    /** Has the second platform wait for the first. */
    private static final class Slow implements Scanner {
        private int asked;

        @Override
        public Outcome<ScanReport> advance(ScanRequest request) {
            asked++;
            if (asked == 1) {
                return new Pending<>(Duration.ofMillis(7));
            }
            var findings = request.platform().equals(Platform.LINUX_AMD64) ? List.of(BAD, OLD) : List.of(OLD);
            return new Done<>(new ScanReport(
                    Bytes.utf8("{}"),
                    Bytes.utf8("{}"),
                    findings,
                    Instant.parse("2026-11-20T00:00:00Z"),
                    "trivy 0.74.0"));
        }
    }

    /** What is signed does not matter here. */
    private static final class Unsigned implements Signer {
        @Override
        public Bytes sign(Statement statement) {
            return statement.json();
        }

        @Override
        public String keyId() {
            return "none";
        }
    }
}
