package imagefactory.scanner;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.scan.ScanRequest;
import imagefactory.core.scan.Scanner;
import imagefactory.scanner.Database.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Scans with Trivy in containers without network, started through Testcontainers (Docker, or rootless Podman).
 *
 * <p>An image is brought out of the registry into an OCI layout and listed (CycloneDX); findings are matched from that list. A
 * request that brings its list needs no image. Scans run in the background, so many at once; the latest results are kept
 * until the database is another. State is in memory alone: after a restart, it is scanned again.
 */
public final class TrivyScanner implements Scanner, AutoCloseable {
    private static final Duration AGAIN = Duration.ofMillis(200);
    /** For whoever asked for it to come and get it; after that, it is good as long as the database is the same. */
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);

    private static final Duration STOP = Duration.ofSeconds(1);

    private final TrivySettings settings;
    private final Database database;
    private final ImageExport images;
    private final Engine engine;
    private final Trivy trivy;
    private final Clock clock;
    private final Scans scans = new Scans();
    private final ExecutorService pool;

    /** @param environment the factory's own, for {@code DOCKER_HOST} and {@code TESTCONTAINERS_RYUK_DISABLED} */
    public TrivyScanner(
            TrivySettings settings,
            Database database,
            ImageExport images,
            Map<String, String> environment,
            Clock clock) {
        this.clock = clock;
        this.settings = settings;
        this.database = database;
        this.images = images;
        engine = new Engine(environment, clock);
        trivy = new Trivy(settings);
        pool = Executors.newFixedThreadPool(
                settings.concurrency(),
                Thread.ofPlatform().daemon().name("scan-", 1).factory());
    }

    /** What makes one scan the same as another. */
    record Key(Digest manifest, Optional<Digest> sbom) {}

    /** What a scan came to, with what and when. */
    record Scanned(Outcome<ScanReport> outcome, Version with, Instant at) {}

    @Override
    public Outcome<ScanReport> advance(ScanRequest request) throws Unavailable {
        var key = new Key(request.manifest(), request.sbom().map(Bytes::digest));
        var scan = scans.of(key, () -> pool.submit(() -> scan(request)));
        if (!scan.isDone()) {
            return new Pending<>(AGAIN);
        }
        var scanned = result(key, scan);
        if (!isGood(scanned)) {
            scans.forget(key, scan);
            return advance(request);
        }
        if (scanned.outcome() instanceof Failed) {
            scans.forget(key, scan);
        }
        return scanned.outcome();
    }

    private boolean isGood(Scanned scanned) {
        return clock.instant().isBefore(scanned.at().plus(GOOD_FOR))
                || database.known().filter(scanned.with()::equals).isPresent();
    }

    private Scanned result(Key key, Future<Scanned> scan) throws Unavailable {
        try {
            return scan.get();
        } catch (ExecutionException e) {
            scans.forget(key, scan);
            if (e.getCause() instanceof Unavailable away) {
                throw away;
            }
            throw new IllegalStateException("the scan of " + key.manifest() + " broke off", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("waiting for the scan of " + key.manifest() + " was interrupted", e);
        }
    }

    private Scanned scan(ScanRequest request) throws Unavailable {
        var image = ImageRef.of(request.repository(), request.manifest());
        var said = image + " (" + request.platform() + ")";
        engine.check(settings.image());
        var version = database.current();
        try (var scratch = Scratch.open(settings.work())) {
            var sbom = sbom(request, scratch, said);
            var report = trivy.match(scratch, version, said);
            var findings = TrivyReport.findings(report, said);
            return new Scanned(
                    new Done<>(new ScanReport(sbom, report, findings, version.made(), settings.scanner())),
                    version,
                    clock.instant());
        } catch (Refused e) {
            return new Scanned(new Failed<>(e.problem()), version, clock.instant());
        } catch (DatabaseUnreadable e) {
            database.unreadable(version);
            throw new Unavailable(
                    "Trivy cannot read the vulnerability database in " + version.folder() + ": " + e.getMessage()
                            + "; bring it anew",
                    e);
        } catch (IOException e) {
            throw new Unavailable(
                    "the scan of " + said + " could not use its folder " + settings.work() + ": " + e.getMessage()
                            + "; check its owner, its rights and the space left",
                    e);
        }
    }

    private Bytes sbom(ScanRequest request, Scratch scratch, String said) throws IOException, Unavailable, Refused {
        if (request.sbom().isPresent()) {
            var sbom = request.sbom().get();
            checked(sbom, said);
            Files.write(scratch.sbom(), sbom.array());
            return sbom;
        }
        images.to(ImageRef.of(request.repository(), request.manifest()), scratch.layout());
        Scratch.openToContainers(scratch.layout());
        var sbom = trivy.list(scratch, said);
        checked(sbom, said);
        return sbom;
    }

    private static void checked(Bytes sbom, String said) throws Refused {
        try {
            TrivyReport.checkSbom(sbom);
        } catch (IOException e) {
            throw new Refused(new Problem(
                    Code.SCAN_FAILED,
                    "The list of what is in " + said + " cannot be used: " + e.getMessage() + ".",
                    "Ask for a scan of the image itself."));
        }
    }

    /** Ends what is under way: it is scanned again by whoever asks next. */
    @Override
    public void close() {
        pool.shutdownNow();
        try {
            if (!pool.awaitTermination(STOP.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
                System.getLogger(TrivyScanner.class.getName())
                        .log(System.Logger.Level.INFO, "a scan is still ending its container");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
