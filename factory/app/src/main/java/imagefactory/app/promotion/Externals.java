package imagefactory.app.promotion;

import imagefactory.app.planning.Catalogs;
import imagefactory.app.planning.Onlooker;
import imagefactory.app.promotion.Upstream.Found;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.External;
import imagefactory.core.event.FactoryEvent;
import imagefactory.core.event.FactoryEvent.BaseUpdated;
import imagefactory.core.event.FactoryEvent.ScheduleTicked;
import imagefactory.core.ledger.Decision;
import imagefactory.core.ledger.Decision.Data;
import imagefactory.core.ledger.Decision.Kind;
import imagefactory.core.ledger.Ledger;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.promote.Commit;
import imagefactory.core.promote.Promoter;
import imagefactory.core.promote.PromotionRequest;
import imagefactory.core.registry.Registry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Has GitOps repositories name the newest of what others publish, where no stages of Kargo do it: at once when an event names
 * the image, or the schedule of everything ticks, and once an hour.
 */
@Singleton
public final class Externals implements Onlooker {
    private static final Logger LOG = Logger.getLogger(Externals.class);
    private static final Duration LOOK_ANYWAY = Duration.ofHours(1);
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(5);

    private final Catalogs catalogs;
    private final Upstream upstream;
    private final Promoter promoter;
    private final Ledger ledger;
    private final Clock clock;
    private final Map<External, Instant> looks = new ConcurrentHashMap<>();

    Externals(Catalogs catalogs, Registry registry, Promoter promoter, Ledger ledger, Clock clock) {
        this.catalogs = catalogs;
        upstream = new Upstream(registry);
        this.promoter = promoter;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public void saw(List<FactoryEvent> events) {
        promoted(catalogs.current())
                .filter(image -> events.stream().anyMatch(event -> concerns(event, image)))
                .forEach(looks::remove);
    }

    private static boolean concerns(FactoryEvent event, External image) {
        return switch (event) {
            case BaseUpdated base -> base.ref().repository().equals(image.repository());
            case ScheduleTicked tick -> tick.schedule().equals(ScheduleTicked.ALL);
            case FactoryEvent.SourcePushed _, FactoryEvent.RebuildRequested _, FactoryEvent.CatalogChanged _ -> false;
        };
    }

    /** Those whose time has come, one after the other: one in trouble does not stop the others. */
    public synchronized void promote() {
        var now = clock.instant();
        var images = promoted(catalogs.current()).toList();
        looks.keySet().retainAll(images); // an entry that was changed is another one, and looked at at once
        images.stream()
                .filter(image -> !now.isBefore(looks.getOrDefault(image, Instant.MIN)))
                .forEach(this::promote);
    }

    private static Stream<External> promoted(Catalog catalog) {
        return catalog.images().stream()
                .filter(External.class::isInstance)
                .map(External.class::cast)
                .filter(image -> image.promotion().stages().isEmpty())
                .filter(image -> !image.promotion().updates().isEmpty());
    }

    private void promote(External image) {
        looks.put(image, clock.instant().plus(LOOK_ANYWAY)); // before the look: an event meanwhile brings it back
        try {
            promote(image, upstream.newest(image));
        } catch (Refused refused) {
            failed(image, refused.problem());
        } catch (Unavailable away) {
            LOG.infof("%s is looked at again later: %s", image.name(), away.getMessage());
            looks.put(image, clock.instant().plus(AFTER_TROUBLE));
        } catch (RuntimeException fault) { // told by the route; PostgreSQL may be away
            looks.remove(image);
            throw fault;
        }
    }

    private void promote(External image, Found found) throws Unavailable {
        var request = new PromotionRequest(
                image.name(),
                Optional.empty(),
                found.tag() + " is the newest that is allowed",
                image.repository(),
                found.digest(),
                image.promotion().updates());
        switch (promoter.promote(request, () -> isStill(image, found))) {
            case Done(var commits) -> done(image, found, commits);
            case Pending<List<Commit>> _ -> looks.remove(image);
            case Failed(var problem) -> failed(image, problem);
        }
    }

    /** Another replica may have seen a newer one meanwhile. */
    private boolean isStill(External image, Found found) {
        try {
            return upstream.newest(image).equals(found);
        } catch (Refused | Unavailable unknown) {
            LOG.debugf("%s cannot be looked at any more: %s", image.name(), unknown.getMessage());
            return false;
        }
    }

    private void done(External image, Found found, List<Commit> commits) {
        var last = last(image);
        boolean told = last.filter(
                        it -> it.kind() == Kind.PROMOTED && it.data().digest().equals(Optional.of(found.digest())))
                .isPresent();
        if (!told || commits.stream().anyMatch(Commit::made)) {
            var data = Data.NONE.published(found.digest());
            ledger.record(List.of(Decision.now(image.name(), Kind.PROMOTED, because(found, commits), data)));
            LOG.infof("%s is promoted: %s", image.name(), because(found, commits));
        }
    }

    private static String because(Found found, List<Commit> commits) {
        var text = new StringBuilder(found.tag() + " is " + found.digest());
        commits.forEach(commit -> text.append(commit.made() ? "; commit " : "; found in ")
                .append(commit.id(), 0, Math.min(commit.id().length(), 12))
                .append(" of ")
                .append(commit.repository()));
        return text.toString();
    }

    /** Told once, until it is another one or over. */
    private void failed(External image, Problem problem) {
        looks.put(image, clock.instant().plus(AFTER_TROUBLE));
        if (problem.code() == Problem.Code.SUPERSEDED) {
            looks.remove(image);
            return;
        }
        var because = problem.text() + " " + problem.advice();
        if (last(image)
                .filter(it -> it.kind() == Kind.FAILED && it.because().equals(because))
                .isEmpty()) {
            ledger.record(List.of(Decision.now(image.name(), Kind.FAILED, because, Data.NONE.failed(problem.code()))));
            LOG.errorf("%s is not promoted: %s", image.name(), problem);
        }
    }

    private Optional<Decision> last(External image) {
        return ledger.about(image.name(), 1).stream().findFirst();
    }
}
