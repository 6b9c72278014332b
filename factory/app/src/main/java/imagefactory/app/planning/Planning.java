package imagefactory.app.planning;

import imagefactory.app.intake.EventJson;
import imagefactory.app.store.BaseRows;
import imagefactory.app.store.Blocks;
import imagefactory.app.store.Inbox;
import imagefactory.app.store.Inbox.Unplanned;
import imagefactory.app.store.Plans;
import imagefactory.core.build.Pin;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.Managed;
import imagefactory.core.event.EventId;
import imagefactory.core.event.FactoryEvent.RebuildRequested;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.Fact;
import imagefactory.core.plan.Freshness;
import imagefactory.core.plan.Observation;
import imagefactory.core.plan.Observer;
import imagefactory.core.plan.Occurrence;
import imagefactory.core.plan.Plan.Skipped;
import imagefactory.core.plan.Plan.Standing;
import imagefactory.core.plan.Planner;
import imagefactory.core.plan.Planner.Facts;
import imagefactory.core.plan.Touched;
import imagefactory.core.plan.World;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** From recorded events to open runs, a batch at a time: looks at what the events touch, decides, saves. */
@Singleton
public final class Planning {
    private static final Logger LOG = Logger.getLogger(Planning.class);
    private static final int BATCH = 1000;

    private final Inbox inbox;
    private final Plans plans;
    private final Catalogs catalogs;
    private final BaseRows bases;
    private final Blocks blocks;
    private final Fleet fleet;
    private final World world;
    private final EventJson json;
    private final Clock clock;

    Planning(
            Inbox inbox,
            Plans plans,
            Catalogs catalogs,
            BaseRows bases,
            Blocks blocks,
            Fleet fleet,
            World world,
            EventJson json,
            Clock clock) {
        this.inbox = inbox;
        this.plans = plans;
        this.catalogs = catalogs;
        this.bases = bases;
        this.blocks = blocks;
        this.fleet = fleet;
        this.world = world;
        this.json = json;
        this.clock = clock;
    }

    /** One batch or none. Nothing is locked: a batch that two replicas read is planned by the quicker. */
    public List<List<Unplanned>> claim() {
        var events = inbox.unplanned(BATCH);
        return events.isEmpty() ? List.of() : List.of(events);
    }

    public void plan(List<Unplanned> batch) {
        var catalog = catalogs.current();
        var occurrences = new ArrayList<Occurrence>();
        var unreadable = new ArrayList<Skipped>();
        batch.forEach(event -> read(event, occurrences, unreadable));
        var facts = look(catalog, occurrences);
        var plan = Planner.plan(catalog, occurrences, facts, clock.instant());
        plans.save(batch, plan.with(unreadable));
    }

    /** What another release of the factory recorded may not be readable for this one: it must not stop the others. */
    private void read(Unplanned unplanned, List<Occurrence> occurrences, List<Skipped> unreadable) {
        var row = unplanned.event();
        try {
            var decoded = json.decode(row.body().getBytes(StandardCharsets.UTF_8));
            occurrences.add(new Occurrence(decoded.event(), unplanned.received()));
        } catch (IllegalArgumentException e) {
            var id = new EventId(row.source(), row.id());
            LOG.errorf(e, "%s was recorded and cannot be read", id);
            unreadable.add(new Skipped("-", id, "it cannot be read: " + e.getMessage(), Standing.IDLE));
        }
    }

    /** What a person asks for is opened unseen: its run looks. */
    private static Collection<Managed> touched(Catalog catalog, List<Occurrence> occurrences, Fleet.Known known) {
        var touched = new TreeMap<String, Managed>();
        occurrences.stream()
                .map(Occurrence::event)
                .filter(event -> !(event instanceof RebuildRequested))
                .flatMap(event -> Touched.by(event, catalog, known::naming).stream())
                .forEach(image -> touched.put(image.name(), image));
        return touched.values();
    }

    private Facts look(Catalog catalog, List<Occurrence> occurrences) {
        var known = fleet.of(catalog);
        var observer = new Observer(world);
        var facts = new TreeMap<String, Fact>();
        touched(catalog, occurrences, known).forEach(image -> facts.put(image.name(), look(observer, image)));
        var graph = fleet.learn(catalog, known, observer.shapes()).graph();
        var since = bases.seen(pins(facts));
        return new Facts(facts, since, blocks.of(lacking(facts)), blocks.underway(facts.keySet()), graph);
    }

    /** Only of these the last run matters; nearly all are fresh. */
    private static List<String> lacking(Map<String, Fact> facts) {
        return facts.entrySet().stream()
                .filter(each -> switch (each.getValue()) {
                    case Fact.Known(Observation seen) ->
                        !Freshness.lacks(seen, "").isEmpty();
                    case Fact.Faulty _ -> true;
                    case Fact.Unknown _ -> false;
                })
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<Pin> pins(Map<String, Fact> facts) {
        return facts.values().stream()
                .flatMap(fact -> fact instanceof Fact.Known(Observation seen) ? seen.pins().stream() : Stream.empty())
                .toList();
    }

    /** What cannot be asked now stops nothing: the run that is opened for it waits. */
    private static Fact look(Observer observer, Managed image) {
        try {
            return switch (observer.observe(image)) {
                case Done(var seen) -> new Fact.Known(seen);
                case Pending<Observation> _ -> new Fact.Unknown("its source is being fetched");
                case Failed(var problem) -> new Fact.Faulty(problem);
            };
        } catch (Unavailable away) {
            return new Fact.Unknown(String.valueOf(away.getMessage()));
        } catch (RuntimeException fault) { // the run that is opened meets it again, and alone
            LOG.errorf(fault, "%s could not be looked at", image.name());
            return new Fact.Unknown("a fault of the factory: " + fault);
        }
    }
}
