package imagefactory.app.outside;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.promote.Commit;
import imagefactory.core.promote.Promoter;
import imagefactory.core.promote.PromotionRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A GitOps repository that remembers which digest it names, and may be away or refuse. Each push takes a second look. */
public final class FakePromoter implements Promoter {
    public static final URI REPOSITORY = URI.create("https://git.test/demo/gitops.git");

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Map<String, PromotionRequest> files = new ConcurrentHashMap<>();
    private final Set<PromotionRequest> begun = ConcurrentHashMap.newKeySet();
    private final List<PromotionRequest> commits = new CopyOnWriteArrayList<>();
    private final List<Catalog> delivered = new CopyOnWriteArrayList<>();
    private volatile Optional<Problem> failure = Optional.empty();
    private volatile boolean away;
    private volatile boolean delivering;

    public void behave() {
        failure = Optional.empty();
        away = false;
        delivering = false;
    }

    public void away(boolean isAway) {
        away = isAway;
    }

    public void fail(Problem problem) {
        failure = Optional.of(problem);
    }

    /** Whether there is a place for manifests. */
    public void deliver(boolean isDelivering) {
        delivering = isDelivering;
    }

    /** What was committed for an image, in order. */
    public List<PromotionRequest> commits(String image) {
        return commits.stream().filter(request -> request.image().equals(image)).toList();
    }

    public List<Catalog> delivered() {
        return delivered;
    }

    @Override
    public Outcome<List<Commit>> promote(PromotionRequest request, Fence fence) throws Unavailable {
        asked();
        if (failure.isPresent()) {
            return new Failed<>(failure.get());
        }
        if (begun.add(request)) {
            return new Pending<>(LOOK_AGAIN);
        }
        if (!fence.holds()) {
            throw new IllegalStateException(request + " was asked for too late");
        }
        var before = Optional.ofNullable(files.put(request.image(), request));
        boolean made = before.filter(it -> it.digest().equals(request.digest())).isEmpty();
        if (made) {
            commits.add(request);
        }
        return new Done<>(List.of(commit(made)));
    }

    @Override
    public Outcome<List<Commit>> deliver(Catalog catalog, Set<ImageRef> bases) throws Unavailable {
        asked();
        delivered.add(catalog);
        return new Done<>(List.of(commit(true)));
    }

    @Override
    public boolean delivers() {
        return delivering;
    }

    private void asked() throws Unavailable {
        if (away) {
            throw new Unavailable("the GitOps repository is away");
        }
    }

    private static Commit commit(boolean made) {
        return new Commit(REPOSITORY, "main", "3f2c9d1a0b0c3f2c9d1a0b0c3f2c9d1a0b0c3f2c", made);
    }
}
