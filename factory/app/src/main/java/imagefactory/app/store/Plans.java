package imagefactory.app.store;

import imagefactory.app.store.Inbox.Row;
import imagefactory.app.store.Inbox.Unplanned;
import imagefactory.core.event.EventId;
import imagefactory.core.ledger.Decision;
import imagefactory.core.ledger.Decision.Data;
import imagefactory.core.ledger.Decision.Kind;
import imagefactory.core.plan.Plan;
import imagefactory.core.plan.Plan.Opening;
import imagefactory.core.plan.Plan.Skipped;
import imagefactory.core.plan.Plan.Standing;
import imagefactory.core.run.Run;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Saves a plan in one short transaction, one plan at a time. */
@Singleton
public final class Plans {
    private final Jdbi database;
    private final Json json;
    private final Announcements announcements;

    Plans(Jdbi database, Json json, Announcements announcements) {
        this.database = database;
        this.json = json;
        this.announcements = announcements;
    }

    /** What of the plan belongs to events that another plan was quicker with is left out. */
    public void save(List<Unplanned> events, Plan plan) {
        database.useTransaction(tx -> {
            Waits.lock(tx);
            var id = tx.createQuery("insert into plan default values returning id")
                    .mapTo(long.class)
                    .one();
            var ours = planned(tx, events, id);
            var openings = plan.openings().stream()
                    .filter(opening -> ours.contains(opening.cause().event()))
                    .toList();
            rounds(openings).forEach(round -> open(tx, round, id));
            Waits.renew(tx, openings.stream().map(Opening::image).collect(Collectors.toSet()));
            levels(tx, plan, openings, id);
            skip(
                    tx,
                    plan.skipped().stream()
                            .filter(skipped -> ours.contains(skipped.event()))
                            .toList(),
                    id);
        });
    }

    private static Set<EventId> planned(Handle tx, List<Unplanned> events, long plan) {
        return new HashSet<>(tx.createQuery("""
                        update event set planned = :plan
                        where planned is null and (source, id) in (select * from unnest(:sources, :ids))
                        returning source, id
                        """)
                .bind("plan", plan)
                .bindArray("sources", String.class, column(events, Row::source))
                .bindArray("ids", String.class, column(events, Row::id))
                .map((row, _) -> new EventId(row.getString("source"), row.getString("id")))
                .list());
    }

    /**
     * One statement opens many runs, each image once: what begins at once is one opening for all its reasons, each change that
     * rests is one of its own, which comes in a later round.
     */
    private static Collection<List<OpenRuns.Opening>> rounds(List<Opening> openings) {
        var rounds = new TreeMap<Integer, List<OpenRuns.Opening>>();
        var next = new HashMap<String, Integer>();
        var byImage = openings.stream()
                .collect(Collectors.groupingBy(
                        Opening::image,
                        TreeMap::new,
                        Collectors.groupingBy(Opening::rest, TreeMap::new, Collectors.toList())));
        byImage.forEach((image, byRest) -> byRest.forEach((rest, together) -> {
            var causes = together.stream().map(Opening::cause).toList();
            var parts = rest.isZero()
                    ? List.of(causes)
                    : causes.stream().map(List::of).toList();
            parts.forEach(part -> rounds.computeIfAbsent(next.merge(image, 1, Integer::sum), _ -> new ArrayList<>())
                    .add(new OpenRuns.Opening(image, part, rest)));
        }));
        return rounds.values();
    }

    private void open(Handle tx, List<OpenRuns.Opening> round, long plan) {
        var opened = OpenRuns.open(tx, json, round, Optional.of(plan));
        var decisions = new ArrayList<Decision>();
        var begun = new ArrayList<Run>();
        for (var opening : round) {
            var run = Optional.ofNullable(opened.get(opening.image())).orElseThrow();
            decisions.addAll(decisions(opening, run));
            if (run.opened()) {
                begun.add(Run.opened(run.run(), opening.image(), Optional.of(plan), opening.causes()));
            }
        }
        LedgerRows.write(tx, json, decisions);
        announcements.planned(tx, begun);
    }

    /** The first cause opens the run, the others join it. */
    private static List<Decision> decisions(OpenRuns.Opening opening, OpenRuns.Opened run) {
        var about = Data.of(run.run()).resting(opening.rest().truncatedTo(ChronoUnit.SECONDS));
        var decisions = new ArrayList<Decision>();
        for (var cause : opening.causes()) {
            var kind = run.opened() && decisions.isEmpty() ? Kind.OPENED : Kind.JOINED;
            decisions.add(Decision.now(opening.image(), kind, cause.reason().text(), about));
        }
        return decisions;
    }

    private void levels(Handle tx, Plan plan, List<Opening> openings, long id) {
        var opened = openings.stream().map(Opening::image).collect(Collectors.toSet());
        var levels = plan.levels().stream()
                .map(level -> level.stream().filter(opened::contains).toList())
                .filter(level -> !level.isEmpty())
                .toList();
        tx.createUpdate("update plan set levels = :levels::jsonb where id = :plan")
                .bind("levels", json.write(levels))
                .bind("plan", id)
                .execute();
    }

    private void skip(Handle tx, List<Skipped> skipped, long plan) {
        LedgerRows.write(
                tx,
                json,
                skipped.stream()
                        .map(each -> Decision.now(each.image(), kind(each.standing()), each.because(), Data.NONE))
                        .toList());
        tx.createUpdate("update plan set skipped = :skipped::jsonb where id = :plan")
                .bind("skipped", json.write(skipped))
                .bind("plan", plan)
                .execute();
    }

    private static Kind kind(Standing standing) {
        return switch (standing) {
            case IDLE -> Kind.SKIPPED;
            case STALE -> Kind.STALE;
            case BLOCKED -> Kind.BLOCKED;
        };
    }

    private static List<String> column(List<Unplanned> events, Function<Row, String> column) {
        return events.stream().map(unplanned -> column.apply(unplanned.event())).toList();
    }
}
