package imagefactory.app.promotion;

import imagefactory.app.planning.Catalogs;
import imagefactory.app.store.ShapeRows;
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
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Delivers Kargo's manifests where they changed, that is: where the catalog did, or what Dockerfiles are built on. Somebody may
 * have changed them by hand as well, so they are looked at once an hour.
 */
@Singleton
public final class Deliveries {
    private static final Logger LOG = Logger.getLogger(Deliveries.class);
    private static final Duration LOOK_ANYWAY = Duration.ofHours(1);

    private final Catalogs catalogs;
    private final ShapeRows shapes;
    private final Promoter promoter;
    private final Clock clock;
    private volatile Optional<Delivered> last = Optional.empty();
    private volatile Optional<Problem> told = Optional.empty();

    private record Delivered(Catalog catalog, Set<ImageRef> bases, Instant at, List<Commit> commits) {}

    Deliveries(Catalogs catalogs, ShapeRows shapes, Promoter promoter, Clock clock) {
        this.catalogs = catalogs;
        this.shapes = shapes;
        this.promoter = promoter;
        this.clock = clock;
    }

    /** What they are now, in which commits; of what was delivered before, nobody is asked. */
    public Outcome<List<Commit>> advance() throws Unavailable {
        var catalog = catalogs.current();
        var bases = bases(catalog);
        var before = last.filter(it -> it.catalog().equals(catalog)
                && it.bases().equals(bases)
                && clock.instant().isBefore(it.at().plus(LOOK_ANYWAY)));
        if (before.isPresent()) {
            return new Done<>(before.get().commits());
        }
        var outcome = promoter.deliver(catalog, bases);
        if (outcome instanceof Done<List<Commit>>(var commits)) {
            var found = commits.stream().map(Commit::found).toList();
            last = Optional.of(new Delivered(catalog, bases, clock.instant(), found));
        }
        return outcome;
    }

    /** Outside of any run: a problem is told once, and met again by the runs of images with stages. */
    public void deliver() throws Unavailable {
        if (!promoter.delivers()) {
            return;
        }
        switch (advance()) {
            case Done<List<Commit>> _ -> told = Optional.empty();
            case Pending<List<Commit>> _ -> LOG.debug("the manifests are being delivered");
            case Failed<List<Commit>>(var problem) -> tell(problem);
        }
    }

    private void tell(Problem problem) {
        if (!told.equals(Optional.of(problem))) {
            LOG.errorf("the manifests are not delivered: %s", problem);
        }
        told = Optional.of(problem);
    }

    private Set<ImageRef> bases(Catalog catalog) {
        return shapes.of(catalog.managed()).values().stream()
                .flatMap(node -> node.references().stream())
                .filter(reference -> reference.digest().isEmpty())
                .collect(Collectors.toSet());
    }
}
