package imagefactory.app.outside;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.scan.ScanRequest;
import imagefactory.core.scan.Scanner;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A scanner that finds what it is told to. */
public final class FakeScanner implements Scanner {
    private static final Instant DATABASE = Instant.parse("2026-11-01T00:00:00Z");

    private final List<ScanRequest> scanned = new CopyOnWriteArrayList<>();
    private volatile List<Finding> findings = List.of();
    private volatile boolean stale;

    public void find(List<Finding> found) {
        findings = found;
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
        scanned.add(request);
        return new Done<>(new ScanReport(
                Bytes.utf8("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\"}"),
                Bytes.utf8("{\"Results\":[]}"),
                findings,
                DATABASE,
                "Fake 1"));
    }
}
