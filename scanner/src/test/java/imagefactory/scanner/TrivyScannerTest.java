package imagefactory.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.scan.ScanRequest;
import imagefactory.core.scan.Severity;
import imagefactory.oci.Images;
import imagefactory.oci.layout.LayoutRegistry;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

/** Real Trivy in real containers. */
class TrivyScannerTest {
    private static final Repository PORTAL = Repository.parse("127.0.0.1:5000/demo/portal-build");
    private static final Finding CRITICAL = new Finding(
            "DEMO-2026-0001",
            Severity.CRITICAL,
            "acme-tls",
            "1.0",
            Optional.of("1.1"),
            "Made-up advisory of the demo: fixed in acme-tls 1.1");
    private static final Finding MEDIUM = new Finding(
            "DEMO-2026-0002",
            Severity.MEDIUM,
            "acme-tls",
            "1.0",
            Optional.of("1.2"),
            "Made-up advisory of the demo: fixed in acme-tls 1.2");

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final AtomicInteger exports = new AtomicInteger();
    private Optional<TrivyScanner> open = Optional.empty();

    @AfterEach
    void nothingIsLeft() throws IOException {
        open.ifPresent(TrivyScanner::close);
        if (Files.isDirectory(folder.resolve("work"))) {
            try (var left = Files.newDirectoryStream(folder.resolve("work"), "scan-*")) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void whatIsInAnImageAndWhatIsWrongWithIt() throws Exception {
        var image = TinyImage.debian(Platform.LINUX_AMD64, "1.0");

        var report = report(scan(scanner(image), request(image, Optional.empty())));

        assertThat(report.findings()).containsExactly(CRITICAL, MEDIUM);
        assertThat(report.sbom().utf8()).contains("\"bomFormat\": \"CycloneDX\"", "acme-tls");
        assertThat(report.report().utf8()).contains("\"SchemaVersion\": 2");
        assertThat(report.scanner()).isEqualTo("trivy 0.74.0");
        assertThat(report.database()).isEqualTo(database().current().made());
    }

    @Test
    void imageOfAnotherArchitectureIsScannedToo() throws Exception {
        var image = TinyImage.debian(Platform.LINUX_ARM64, "1.1");

        var findings =
                report(scan(scanner(image), request(image, Optional.empty()))).findings();

        assertThat(findings).extracting(Finding::id).containsExactly("DEMO-2026-0002");
    }

    @Test
    void imageIsBroughtOutOfItsRegistry() throws Exception {
        var image = TinyImage.debian(Platform.LINUX_AMD64, "1.0");
        image.writeTo(folder.resolve("registry/127.0.0.1_5000/demo+portal-build"));

        try (var images = new Images(new LayoutRegistry(folder.resolve("registry")))) {
            var scanner = scanner(settings(Tools.TRIVY), database(), images::export);

            assertThat(report(scan(scanner, request(image, Optional.empty()))).findings())
                    .containsExactly(CRITICAL, MEDIUM);
            assertThat(problem(scan(scanner, someRequest())).text())
                    .contains(someRequest().manifest().value());
        }
    }

    @Test
    void scanOfTheListFindsTheSameAndReadsNothingOfTheImage() throws Exception {
        var image = TinyImage.debian(Platform.LINUX_AMD64, "1.0");
        var scanner = scanner(image);
        var first = report(scan(scanner, request(image, Optional.empty())));

        var second = report(scan(scanner, request(image, Optional.of(first.sbom()))));

        assertThat(second.findings()).isEqualTo(first.findings());
        assertThat(second.sbom()).isEqualTo(first.sbom());
        assertThat(exports).hasValue(1);
    }

    @Test
    void jarIsListedByWhatItSaysOfItself() throws Exception {
        var jar = Files.readAllBytes(jarOf(TarArchiveEntry.class));
        var image = TinyImage.debian(Platform.LINUX_AMD64, "1.2", Map.of("app/compress.jar", jar));

        var report = report(scan(scanner(image), request(image, Optional.empty())));

        assertThat(report.sbom().utf8()).contains("pkg:maven/org.apache.commons/commons-compress@");
        assertThat(report.findings()).isEmpty();
    }

    @Test
    void askingAgainScansOnceUntilTheDatabaseIsAnother() throws Exception {
        var copy = Files.createDirectories(folder.resolve("database"));
        copyDatabase(copy);
        var image = TinyImage.debian(Platform.LINUX_AMD64, "1.0");
        var scanner = scanner(settings(Tools.TRIVY), new FolderDatabase(copy, Duration.ofDays(30), clock), image);
        var request = request(image, Optional.empty());
        var first = scan(scanner, request);

        clock.pass(Duration.ofHours(1));
        assertThat(scanner.advance(request)).isEqualTo(first);
        assertThat(exports).hasValue(1);

        var metadata = copy.resolve("metadata.json");
        Files.writeString(
                metadata,
                Files.readString(metadata).replaceAll("(\"UpdatedAt\":\"[0-9-]*T[0-9:]*)[^\"]*", "$1.000000001Z"));
        assertThat(scanner.advance(request)).isInstanceOf(Pending.class);
        assertThat(report(scan(scanner, request)).findings())
                .isEqualTo(report(first).findings());
        assertThat(exports).hasValue(2);
    }

    @Test
    void imageThatCannotBeReadFails() throws Exception {
        var image = new TinyImage(Platform.LINUX_AMD64, Bytes.utf8("no tar at all, but long enough. ".repeat(50)));

        var problem = problem(scan(scanner(image), request(image, Optional.empty())));

        assertThat(problem.code()).isEqualTo(Code.SCAN_FAILED);
        assertThat(problem.text()).startsWith("Trivy could not scan " + PORTAL + "@" + image.manifestDigest());
    }

    @Test
    void imageWithNothingInItHasNoFindings() throws Exception {
        var image =
                new TinyImage(Platform.LINUX_AMD64, Bytes.of(TinyImage.tar(Map.of("hello", TinyImage.bytes("world")))));

        assertThat(report(scan(scanner(image), request(image, Optional.empty())))
                        .findings())
                .isEmpty();
    }

    @Test
    void imageThatTheRegistryRefusesFailsWithItsProblem() throws Exception {
        var denied = new Problem(Code.REGISTRY_DENIED, "No.", "Log in.");
        var scanner = scanner(settings(Tools.TRIVY), database(), (ref, layout) -> {
            throw new Refused(denied);
        });

        assertThat(problem(scan(scanner, someRequest()))).isEqualTo(denied);
    }

    @Test
    void registryThatIsAwayIsWaitedFor() throws Exception {
        var scanner = scanner(settings(Tools.TRIVY), database(), (ref, layout) -> {
            throw new Unavailable("the registry is away");
        });

        assertThatThrownBy(() -> scan(scanner, someRequest()))
                .isInstanceOf(Unavailable.class)
                .hasMessage("the registry is away");
        assertThatThrownBy(() -> scan(scanner, someRequest())).isInstanceOf(Unavailable.class);
    }

    @Test
    void listThatIsNoneFails() throws Exception {
        var image = TinyImage.debian(Platform.LINUX_AMD64, "1.0");

        var problem = problem(scan(scanner(image), request(image, Optional.of(Bytes.utf8("{\"a\": [")))));

        assertThat(problem.code()).isEqualTo(Code.SCAN_FAILED);
        assertThat(problem.text()).startsWith("The list of what is in " + PORTAL);
    }

    @Test
    void scanThatTakesTooLongFails() throws Exception {
        var image = TinyImage.debian(Platform.LINUX_AMD64, "1.0");
        var settings = new TrivySettings(Tools.TRIVY, folder.resolve("work"), Duration.ofMillis(1), 1);

        var problem = problem(scan(scanner(settings, database(), image), request(image, Optional.empty())));

        assertThat(problem.code()).isEqualTo(Code.SCAN_FAILED);
    }

    @Test
    void missingImageOfTheScannerIsSaidAtOnce() throws Exception {
        var scanner = scanner(settings("localhost/image-factory/trivy:0.0.1"), database(), noImage());

        assertThatThrownBy(() -> scan(scanner, someRequest()))
                .isInstanceOf(Unavailable.class)
                .hasMessage("the scanner's image localhost/image-factory/trivy:0.0.1 is not on this machine,"
                        + " and is never pulled; bring it: ./taskw setup");
    }

    @Test
    void engineThatIsAwayIsSaid() throws Exception {
        var socket = "unix://" + folder.resolve("no.sock");
        var scanner = keep(
                new TrivyScanner(settings(Tools.TRIVY), database(), noImage(), Map.of("DOCKER_HOST", socket), clock));

        assertThatThrownBy(() -> scan(scanner, someRequest()))
                .isInstanceOf(Unavailable.class)
                .hasMessageStartingWith("no container engine answers at " + socket)
                .hasMessageEndingWith("./taskw setup does both");
    }

    @Test
    void corruptDatabaseIsWaitedFor() throws Exception {
        var copy = Files.createDirectories(folder.resolve("database"));
        copyDatabase(copy);
        Files.write(copy.resolve("trivy.db"), new byte[32_768]);
        var image = TinyImage.debian(Platform.LINUX_AMD64, "1.0");
        var scanner = scanner(settings(Tools.TRIVY), new FolderDatabase(copy, Duration.ofDays(30), clock), image);

        assertThatThrownBy(() -> scan(scanner, request(image, Optional.empty())))
                .isInstanceOf(Unavailable.class)
                .hasMessageStartingWith("Trivy cannot read the vulnerability database in " + copy)
                .hasMessageEndingWith("bring it anew");
    }

    @Test
    void noContainerIsLeftBehind() throws Exception {
        var image = TinyImage.debian(Platform.LINUX_AMD64, "1.0");
        scan(scanner(image), request(image, Optional.empty()));

        var left = DockerClientFactory.instance()
                .client()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of("org.testcontainers.sessionId", DockerClientFactory.SESSION_ID))
                .exec();

        assertThat(left).isEmpty();
    }

    private static Path jarOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void copyDatabase(Path folder) throws IOException {
        Files.copy(Tools.database().resolve("trivy.db"), folder.resolve("trivy.db"));
        Files.copy(Tools.database().resolve("metadata.json"), folder.resolve("metadata.json"));
    }

    private Database database() {
        return new FolderDatabase(Tools.database(), Duration.ofDays(3650), clock);
    }

    private TrivySettings settings(String image) {
        return new TrivySettings(image, folder.resolve("work"), Duration.ofMinutes(2), 2);
    }

    private TrivyScanner scanner(TinyImage image) {
        return scanner(settings(Tools.TRIVY), database(), image);
    }

    private TrivyScanner scanner(TrivySettings settings, Database database, TinyImage image) {
        return scanner(settings, database, (ref, layout) -> {
            exports.incrementAndGet();
            assertThat(ref).isEqualTo(ImageRef.of(PORTAL, image.manifestDigest()));
            image.writeTo(layout);
        });
    }

    private TrivyScanner scanner(TrivySettings settings, Database database, ImageExport images) {
        return keep(new TrivyScanner(settings, database, images, System.getenv(), clock));
    }

    private TrivyScanner keep(TrivyScanner scanner) {
        open = Optional.of(scanner);
        return scanner;
    }

    private static ImageExport noImage() {
        return (ref, layout) -> {
            throw new AssertionError("nobody wants an image here");
        };
    }

    private static ScanRequest request(TinyImage image, Optional<Bytes> sbom) {
        return new ScanRequest(PORTAL, image.manifestDigest(), image.platform(), sbom);
    }

    private static ScanRequest someRequest() {
        return new ScanRequest(PORTAL, Digest.of(new byte[] {1}), Platform.LINUX_AMD64, Optional.empty());
    }

    private static Outcome<ScanReport> scan(TrivyScanner scanner, ScanRequest request) {
        return await().atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> scanner.advance(request), outcome -> !(outcome instanceof Pending));
    }

    private static ScanReport report(Outcome<ScanReport> outcome) {
        return ((Done<ScanReport>) outcome).value();
    }

    private static Problem problem(Outcome<ScanReport> outcome) {
        return ((Failed<ScanReport>) outcome).problem();
    }
}
