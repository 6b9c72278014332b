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
import imagefactory.core.event.FactoryEvent.SourcePushed;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.Fact;
import imagefactory.core.plan.Observer;
import imagefactory.core.plan.Occurrence;
import imagefactory.core.plan.Plan.Skipped;
import imagefactory.core.plan.Plan.Standing;
import imagefactory.core.plan.Planner;
import imagefactory.core.plan.Planner.Facts;
import imagefactory.core.plan.Touched;
import imagefactory.core.plan.World;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** From recorded events to open runs, a batch at a time: looks at what the events touch, decides, saves. */
@Singleton
public final class Planning {
    private static final Logger LOG = Logger.getLogger(Planning.class);
    private static final int BATCH = 1000;

    /** Where so many are enrolled from a repository, a commit that has to be fetched is waited for: runs that find out would be as many. */
    private static final int MANY = 16;

    private static final Duration FETCHED = Duration.ofSeconds(20);

    private final Inbox inbox;
    private final Plans plans;
    private final Catalogs catalogs;
    private final BaseRows bases;
    private final Blocks blocks;
    private final Fleet fleet;
    private final World world;
    private final EventJson json;
    private final Onlooker onlooker;
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
            Onlooker onlooker,
            Clock clock) {
        this.inbox = inbox;
        this.plans = plans;
        this.catalogs = catalogs;
        this.bases = bases;
        this.blocks = blocks;
        this.fleet = fleet;
        this.world = world;
        this.json = json;
        this.onlooker = onlooker;
        this.clock = clock;
    }

    /** One batch or none. Nothing is locked: a batch that two replicas read is planned by the quicker. */
    public List<List<Unplanned>> claim() {
        var events = inbox.unplanned(BATCH);
        return events.isEmpty() ? List.of() : List.of(events);
    }

    public void plan(List<Unplanned> batch) throws Unavailable {
        var occurrences = new ArrayList<Occurrence>();
        var unreadable = new ArrayList<Skipped>();
        batch.forEach(event -> read(event, occurrences, unreadable));
        onlooker.saw(occurrences.stream().map(Occurrence::event).toList());
        var catalog = catalogs.newest();
        var facts = look(catalog, occurrences);
        var plan = Planner.plan(catalog, occurrences, facts, clock.instant());
        plans.save(batch, plan.with(unreadable));
        if (occurrences.stream().anyMatch(this::isOfTheCatalog)) {
            catalogs.stir();
        }
    }

    private boolean isOfTheCatalog(Occurrence occurrence) {
        return occurrence.event() instanceof SourcePushed pushed && catalogs.isFrom(pushed);
    }

    /** What another release of the factory recorded may not be readable for this one: it must not stop the others. */
    private void read(Unplanned unplanned, List<Occurrence> occurrences, List<Skipped> unreadable) {
        var row = unplanned.event();
        try {
            var decoded = json.recorded(row.body().getBytes(StandardCharsets.UTF_8));
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

    /** One look for the whole batch: all of its events are older than any answer. */
    private Facts look(Catalog catalog, List<Occurrence> occurrences) throws Unavailable {
        var now = world.once(patience(catalog));
        var known = fleet.of(catalog, now);
        var observer = new Observer(now);
        var facts = observer.facts(touched(catalog, occurrences, known));
        var graph = fleet.learn(catalog, known, observer.shapes()).graph();
        return new Facts(
                facts, bases.seen(pins(facts)), blocks.of(lacking(facts)), blocks.underway(facts.keySet()), graph);
    }

    private static Function<URI, Duration> patience(Catalog catalog) {
        var images = catalog.managed().stream()
                .collect(Collectors.groupingBy(image -> image.source().repository(), Collectors.counting()));
        return repository -> images.getOrDefault(repository, 0L) < MANY ? Duration.ZERO : FETCHED;
    }

    /** Only of these the last run matters; nearly all are fresh. */
    private static List<String> lacking(Map<String, Fact> facts) {
        return facts.entrySet().stream()
                .filter(each -> switch (each.getValue()) {
                    case Fact.Known known -> !known.lacks().isEmpty();
                    case Fact.Faulty _ -> true;
                    case Fact.Unknown _ -> false;
                })
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<Pin> pins(Map<String, Fact> facts) {
        return facts.values().stream()
                .flatMap(
                        fact -> fact instanceof Fact.Known known ? known.observation().pins().stream() : Stream.empty())
                .toList();
    }
}
