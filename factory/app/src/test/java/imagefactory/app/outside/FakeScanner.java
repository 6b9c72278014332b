package imagefactory.app.outside;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.scan.ScanRequest;
import imagefactory.core.scan.Scanner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A scanner that finds what it is told to. */
public final class FakeScanner implements Scanner {
    private static final Instant DATABASE = Instant.parse("2026-11-01T00:00:00Z");

    private final List<ScanRequest> scanned = new CopyOnWriteArrayList<>();
    private volatile List<Finding> findings = List.of();
    private volatile Optional<Problem> failure = Optional.empty();
    private volatile boolean stale;

    public void behave() {
        findings = List.of();
        failure = Optional.empty();
        stale = false;
    }

    public void find(List<Finding> found) {
        findings = found;
    }

    public void fail(Problem problem) {
        failure = Optional.of(problem);
    }

    public void stale(boolean isStale) {
        stale = isStale;
    }

    public List<ScanRequest> scanned() {
        return scanned;
    }

    @Override
    public Outcome<ScanReport> advance(ScanRequest request) throws Unavailable {
        if (stale) {
            throw new Unavailable("the vulnerability database is 90 hours old");
        }
        if (failure.isPresent()) {
            return new Failed<>(failure.get());
        }
        scanned.add(request);
        return new Done<>(new ScanReport(
                Bytes.utf8("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\"}"),
                Bytes.utf8("{\"Results\":[]}"),
                findings,
                DATABASE,
                "Fake 1"));
    }
}
