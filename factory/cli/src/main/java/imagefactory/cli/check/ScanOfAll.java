package imagefactory.cli.check;

import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.Registry;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.scan.ScanRequest;
import imagefactory.core.scan.Scanner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Has all platforms of an image looked through, at the same time. */
public final class ScanOfAll {
    private final Registry registry;
    private final Scanner scanner;
    private final Pause pause;

    /** Waits for so long. */
    @FunctionalInterface
    public interface Pause {
        void last(Duration duration) throws InterruptedException;
    }

    public ScanOfAll(Registry registry, Scanner scanner, Pause pause) {
        this.registry = registry;
        this.scanner = scanner;
        this.pause = pause;
    }

    /** @throws Refused with {@code not-found}, or with what kept a platform from being scanned */
    public SortedMap<Platform, ScanReport> of(ImageRef ref) throws Unavailable, Refused, InterruptedException {
        var requests = requests(ref);
        var found = new TreeMap<Platform, ScanReport>();
        while (found.size() < requests.size()) {
            var rest = Duration.ZERO;
            for (var request : requests) {
                switch (scanner.advance(request)) {
                    case Done(var report) -> found.put(request.platform(), report);
                    case Pending(var after) -> rest = after;
                    case Failed(var problem) -> throw new Refused(problem);
                }
            }
            pause.last(rest);
        }
        return found;
    }

    private List<ScanRequest> requests(ImageRef ref) throws Unavailable, Refused {
        var manifest = registry.manifest(ref).orElseThrow(() -> missing(ref));
        var requests = new ArrayList<ScanRequest>();
        for (var child : manifest.content().manifests()) {
            child.platform()
                    .filter(platform -> !platform.os().equals("unknown"))
                    .map(platform -> new ScanRequest(ref.repository(), child.digest(), platform, Optional.empty()))
                    .ifPresent(requests::add);
        }
        return manifest.isIndex() ? requests : List.of(single(ref, manifest));
    }

    private ScanRequest single(ImageRef ref, Manifest manifest) throws Unavailable, Refused {
        var config = manifest.content().config().orElseThrow(() -> missing(ref));
        var platform = registry.config(ref.repository(), config).platform();
        return new ScanRequest(ref.repository(), manifest.digest(), platform, Optional.empty());
    }

    private static Refused missing(ImageRef ref) {
        return new Refused(new Problem(
                Problem.Code.NOT_FOUND, "There is no image " + ref + ".", "Name a tag or a digest that is there."));
    }
}
