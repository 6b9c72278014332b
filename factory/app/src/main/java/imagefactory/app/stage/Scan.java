package imagefactory.app.stage;

import imagefactory.core.build.BuiltImage;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.run.Due;
import imagefactory.core.run.Kept;
import imagefactory.core.run.Run;
import imagefactory.core.run.Stage;
import imagefactory.core.run.StageResult;
import imagefactory.core.run.StageResult.Assembled;
import imagefactory.core.run.StageResult.Built;
import imagefactory.core.run.StageResult.Released;
import imagefactory.core.run.StageResult.Resolved;
import imagefactory.core.run.StageResult.Scanned;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.scan.ScanReports;
import imagefactory.core.scan.ScanRequest;
import imagefactory.core.scan.Scanner;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Has every platform looked through, and holds the findings against the image's policy. */
@Singleton
public final class Scan implements Stage {
    private final Scanner scanner;
    private final Kept kept;
    private final Seals seals;
    private final ScanReports reports;
    private final Clock clock;

    Scan(Scanner scanner, Kept kept, Seals seals, ScanReports reports, Clock clock) {
        this.scanner = scanner;
        this.kept = kept;
        this.seals = seals;
        this.reports = reports;
        this.clock = clock;
    }

    @Override
    public Run advance(Run run) throws Unavailable, Refused {
        if (run.due() != Due.SCAN) {
            return run;
        }
        var found = new TreeMap<Platform, ScanReport>();
        var waits = new ArrayList<Duration>();
        for (var image : run.get(Built.class).images().entrySet()) {
            switch (scanner.advance(request(run, image.getKey(), image.getValue()))) {
                case Done(var report) -> found.put(image.getKey(), report);
                case Pending(var after) -> waits.add(after);
                case Failed(var problem) -> {
                    return run.failed(problem);
                }
            }
        }
        return waits.stream().min(Duration::compareTo).map(run::later).orElseGet(() -> judge(run, found));
    }

    /** What is published already is matched from the SBOM that it was published with: nothing of it is pulled. */
    private ScanRequest request(Run run, Platform platform, BuiltImage image) throws Unavailable, Refused {
        var target = run.get(Resolved.class).target();
        var released = run.find(Released.class).isPresent();
        Repository repository = released ? target.repository() : target.staging();
        var digest = image.manifest().digest();
        var sbom = released ? seals.sbom(repository, digest) : Optional.<Bytes>empty();
        return new ScanRequest(repository, digest, platform, sbom);
    }

    private Run judge(Run run, SortedMap<Platform, ScanReport> found) {
        reports.write(run.image(), named(run), found);
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var policy = run.get(Resolved.class).target().scan();
        var refused = Gate.refuse(run.image(), policy, found, today);
        return refused.map(run::failed).orElseGet(() -> run.add(scanned(found)));
    }

    private static ImageRef named(Run run) {
        var resolved = run.get(Resolved.class);
        var tag = resolved.tags().stream().findFirst();
        var digest = run.get(Assembled.class).index().digest();
        return new ImageRef(resolved.target().repository(), tag, Optional.of(digest));
    }

    private Scanned scanned(SortedMap<Platform, ScanReport> found) {
        var platforms = new TreeMap<Platform, StageResult.Scan>();
        found.forEach((platform, report) -> platforms.put(
                platform,
                new StageResult.Scan(
                        report.findings(),
                        kept.keep(report.sbom()),
                        kept.keep(report.report()),
                        report.database(),
                        report.scanner())));
        return new Scanned(platforms);
    }
}
