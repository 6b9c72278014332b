package imagefactory.app.store;

import com.fasterxml.jackson.core.type.TypeReference;
import imagefactory.core.build.Cause;
import imagefactory.core.run.Run;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The one statement that opens runs. */
final class OpenRuns {
    private static final TypeReference<Cause> CAUSE = new TypeReference<>() {};
    private static final int ASKED_FOR = 1;
    private static final int USUAL = 5;

    private OpenRuns() {}

    /**
     * A run to be opened.
     *
     * @param rest how long it waits before it begins, unless something more urgent joins it
     */
    record Opening(String image, Cause cause, Duration rest) {
        private int priority() {
            return cause.reason() instanceof imagefactory.core.build.BuildReason.Asked ? ASKED_FOR : USUAL;
        }
    }

    /** The causes that came while a run was under way, in their order; what rests goes on resting in the successor. */
    static List<Opening> again(Handle tx, Json json, Run run) {
        return tx.createQuery("""
                        select cause - 'until' as cause,
                            greatest(extract(epoch from (cause ->> 'until')::timestamptz - now()) * 1000, 0)::bigint as rest
                        from run, jsonb_array_elements(again) with ordinality as later (cause, place)
                        where id = :id order by place
                        """)
                .bind("id", run.id())
                .map((row, _) -> new Opening(
                        run.image(), json.read(row.getString("cause"), CAUSE), Duration.ofMillis(row.getLong("rest"))))
                .list();
    }

    /** @param opened false where the cause joined a run that was open already */
    record Opened(long run, boolean opened) {}

    /**
     * Opens a run, adds the cause to the open one, or keeps it for its successor. The index decides, not a read before: a
     * run that begins or ends meanwhile is waited for, then seen as it is. A change that rests is noted once: the schedule
     * finds the same one again every night.
     */
    static Opened open(Handle tx, Json json, Opening opening, Optional<Long> plan) {
        var opened = tx.createQuery("""
                        insert into run (image, plan, reasons, not_before, priority)
                        values (:image, :plan, :reasons::jsonb, now() + :rest, :priority)
                        on conflict (image) where closed is null do update set
                            reasons = case when run.seq is null and not (:rests and run.reasons @> :reason::jsonb)
                                then run.reasons || excluded.reasons else run.reasons end,
                            not_before = case when run.seq is null
                                then least(run.not_before, excluded.not_before) else run.not_before end,
                            priority = least(run.priority, excluded.priority),
                            again = run.again || case when run.seq is null then '[]' else jsonb_build_array(
                                excluded.reasons -> 0 || jsonb_build_object('until', now() + :rest)) end
                        returning id, xmax = 0 as opened
                        """)
                .bind("image", opening.image())
                .bind("plan", plan)
                .bind("reasons", json.write(List.of(opening.cause())))
                .bind(
                        "reason",
                        json.write(List.of(
                                java.util.Map.of("reason", opening.cause().reason()))))
                .bind("rest", opening.rest().truncatedTo(ChronoUnit.MILLIS))
                .bind("rests", opening.rest().isPositive())
                .bind("priority", opening.priority())
                .map((row, _) -> new Opened(row.getLong("id"), row.getBoolean("opened")))
                .one();
        tx.execute("select pg_notify('run', '')");
        return opened;
    }
}
