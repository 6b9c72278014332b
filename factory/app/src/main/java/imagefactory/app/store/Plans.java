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
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
            openings.forEach(opening -> open(tx, opening, id));
            Waits.renew(tx, openings.stream().map(Opening::image).collect(Collectors.toSet()));
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

    private void open(Handle tx, Opening opening, long plan) {
        var row = new OpenRuns.Opening(opening.image(), opening.cause(), opening.rest());
        var opened = OpenRuns.open(tx, json, row, Optional.of(plan));
        LedgerRows.write(
                tx,
                json,
                List.of(Decision.now(
                        opening.image(),
                        opened.opened() ? Kind.OPENED : Kind.JOINED,
                        opening.cause().reason().text(),
                        Data.of(opened.run()).resting(opening.rest().truncatedTo(ChronoUnit.SECONDS)))));
        if (opened.opened()) {
            announcements.planned(
                    tx, new Run(opened.run(), opening.image(), 0, List.of(opening.cause()), List.of(), Duration.ZERO));
        }
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
