package imagefactory.kargo.gitops;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.promote.Commit;
import imagefactory.core.promote.Promoter;
import imagefactory.core.promote.PromotionRequest;
import imagefactory.kargo.Synthesis;
import imagefactory.kargo.gitops.Pushes.Place;
import imagefactory.source.Background;
import imagefactory.source.GitSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@link Promoter} by JGit, on a few threads of its own; what it has fetched may be thrown away. */
public final class GitPromoter implements Promoter, AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(3);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final int THREADS = 8;
    private static final int LONGEST_CAUSE = 1_000;

    private final Optional<Destination> manifests;
    private final Pushes pushes;
    private final Background<Object, List<Commit>> work;

    /** What is delivered, as the key of its delivery. */
    private record Delivery(Catalog catalog, Set<ImageRef> bases) {}

    /** @param manifests where they are delivered to, if anywhere */
    public GitPromoter(GitSettings settings, Optional<Destination> manifests, Clock clock) {
        this.manifests = manifests;
        pushes = new Pushes(settings, clock);
        work = new Background<>("promote", THREADS, clock);
    }

    @Override
    public Outcome<List<Commit>> promote(PromotionRequest request, Fence fence) throws Unavailable {
        return begun(request, () -> update(request, fence));
    }

    @Override
    public Outcome<List<Commit>> deliver(Catalog catalog, Set<ImageRef> bases) throws Unavailable {
        if (manifests.isEmpty()) {
            return new Done<>(List.of());
        }
        var delivery = new Delivery(catalog, bases);
        return begun(delivery, () -> List.of(deliver(delivery, manifests.get())));
    }

    @Override
    public boolean delivers() {
        return manifests.isPresent();
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        work.close();
    }

    private Outcome<List<Commit>> begun(Object key, Callable<List<Commit>> pushing) throws Unavailable {
        try {
            return work.run(key, pushing, WAIT)
                    .<Outcome<List<Commit>>>map(Done::new)
                    .orElseGet(() -> new Pending<>(LOOK_AGAIN));
        } catch (Refused e) {
            return new Failed<>(promotion(e.problem()));
        }
    }

    /** What git says of sources is said here of where they are promoted to. */
    private static Problem promotion(Problem problem) {
        return switch (problem.code()) {
            case SOURCE_DENIED, SOURCE_MISSING ->
                new Problem(Problem.Code.PROMOTION_REFUSED, problem.text(), problem.advice());
            default -> problem;
        };
    }

    /** One bad branch does not stop the others, and one that is away is asked again; the first problem is the one that is told. */
    private List<Commit> update(PromotionRequest request, Fence fence) throws Refused, Unavailable {
        var places = new LinkedHashMap<Place, List<ImageUpdate>>();
        for (var update : request.updates()) {
            places.computeIfAbsent(new Place(update.repository(), update.branch()), _ -> new ArrayList<>())
                    .add(new ImageUpdate(update, request.repository(), request.digest()));
        }
        var commits = new ArrayList<Commit>();
        var problem = Optional.<Refused>empty();
        var away = Optional.<Unavailable>empty();
        for (var place : places.entrySet()) {
            try {
                commits.add(pushes.push(place.getKey(), place.getValue(), message(request), fence));
            } catch (Refused e) {
                problem = problem.or(() -> Optional.of(e));
            } catch (Unavailable e) {
                away = away.or(() -> Optional.of(e));
            }
        }
        if (away.isPresent()) {
            throw away.get();
        }
        if (problem.isPresent()) {
            throw problem.get();
        }
        return commits;
    }

    private Commit deliver(Delivery delivery, Destination to) throws Refused, Unavailable {
        var synthesis = Synthesis.of(delivery.catalog(), delivery.bases(), to.setting());
        var images = delivery.catalog().images().size();
        return pushes.push(
                new Place(to.repository(), to.branch()),
                List.of(new MadeFolder(to.folder(), synthesis.manifests())),
                "Kargo's manifests for " + images + (images == 1 ? " image" : " images")
                        + "\n\nMade from the catalog by the image factory.\n",
                () -> true);
    }

    private static String message(PromotionRequest request) {
        return line(request.image() + ": " + request.repository() + "@" + request.digest()) + "\n\n"
                + request.run().map(run -> "Published by run " + run + " of").orElse("Found by")
                + " the image factory, because "
                + line(request.because()) + ".\n";
    }

    /** Whoever asked for a rebuild wrote part of it: it stays one line, and no trailer. */
    private static String line(String text) {
        var line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.substring(0, Math.min(line.length(), LONGEST_CAUSE));
    }
}
