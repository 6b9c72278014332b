package imagefactory.app.store;

import com.fasterxml.jackson.core.type.TypeReference;
import imagefactory.core.build.BuildReason.Asked;
import imagefactory.core.build.Cause;
import imagefactory.core.run.Run;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The one statement that opens runs. */
final class OpenRuns {
    private static final TypeReference<Cause> CAUSE = new TypeReference<>() {};
    private static final int ASKED_FOR = 1;
    private static final int USUAL = 5;

    /** So many changes in the middle of one build. */
    private static final int STORM = 10;

    private OpenRuns() {}

    /**
     * A run to be opened, and why.
     *
     * @param rest how long it waits before it begins, unless something more urgent joins it
     */
    record Opening(String image, List<Cause> causes, Duration rest) {
        Opening(String image, Cause cause, Duration rest) {
            this(image, List.of(cause), rest);
        }

        private int priority() {
            return causes.stream().anyMatch(cause -> cause.reason() instanceof Asked) ? ASKED_FOR : USUAL;
        }
    }

    /**
     * The causes that came while a run was under way, in their order; what rests goes on resting in the successor. In a storm of
     * changes it rests until it is calm, unless a person asked for it.
     */
    static List<Opening> again(Handle tx, Json json, Run run, Duration calm) {
        return tx
                .createQuery("""
                        with later as (
                            select cause, place, begun, cause -> 'reason' ->> 'kind' <> 'asked' as changed
                            from run, jsonb_array_elements(again) with ordinality as later (cause, place) where id = :id)
                        select cause - 'until' as cause, (1000 * extract(epoch from greatest(
                            (cause ->> 'until')::timestamptz - now(), interval '0',
                            case when changed and count(*) filter (where changed) over () >= :storm
                                then begun + :calm - now() end)))::bigint as rest
                        from later order by place
                        """)
                .bind("id", run.id())
                .bind("storm", STORM)
                .bind("calm", calm)
                .map((row, _) ->
                        Map.entry(Duration.ofMillis(row.getLong("rest")), json.read(row.getString("cause"), CAUSE)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())))
                .entrySet()
                .stream()
                .map(each -> new Opening(run.image(), each.getValue(), each.getKey()))
                .toList();
    }

    /** @param opened false where the cause joined a run that was open already */
    record Opened(long run, boolean opened) {}

    static Opened open(Handle tx, Json json, Opening opening, Optional<Long> plan) {
        return Optional.ofNullable(open(tx, json, List.of(opening), plan).get(opening.image()))
                .orElseThrow();
    }

    /**
     * Opens runs, adds the causes to the open ones, or keeps them for their successors. The index decides, not a read before: a
     * run that begins or ends meanwhile is waited for, then seen as it is. A change that rests is noted once: the schedule
     * finds the same one again every night.
     *
     * @param openings of different images, in the order of their names: whoever else opens runs takes the same order
     */
    static Map<String, Opened> open(Handle tx, Json json, List<Opening> openings, Optional<Long> plan) {
        var opened = tx.createQuery("""
                        insert into run as open (image, plan, reasons, not_before, priority)
                        select image, :plan, reasons::jsonb, now() + rest * interval '1 millisecond', priority
                        from unnest(:images, :reasons, :rests, :priorities) as asked (image, reasons, rest, priority)
                        on conflict (image) where closed is null do update set
                            reasons = case
                                when open.seq is not null then open.reasons
                                when excluded.not_before > now() and open.reasons @> (
                                    select jsonb_agg(jsonb_build_object('reason', cause -> 'reason'))
                                    from jsonb_array_elements(excluded.reasons) as cause) then open.reasons
                                else open.reasons || excluded.reasons end,
                            not_before = case when open.seq is null
                                then least(open.not_before, excluded.not_before) else open.not_before end,
                            priority = least(open.priority, excluded.priority),
                            again = case when open.seq is null then open.again else open.again || (
                                select jsonb_agg(cause || jsonb_build_object('until', excluded.not_before))
                                from jsonb_array_elements(excluded.reasons) as cause) end
                        returning id, image, xmax = 0 as opened
                        """)
                .bind("plan", plan)
                .bindArray("images", String.class, column(openings, Opening::image))
                .bindArray("reasons", String.class, column(openings, opening -> json.write(opening.causes())))
                .bindArray(
                        "rests",
                        Long.class,
                        column(openings, opening -> opening.rest().toMillis()))
                .bindArray("priorities", Integer.class, column(openings, Opening::priority))
                .map((row, _) ->
                        Map.entry(row.getString("image"), new Opened(row.getLong("id"), row.getBoolean("opened"))))
                .list();
        tx.execute("select pg_notify('run', '')");
        return opened.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static <T> List<T> column(List<Opening> openings, Function<Opening, T> column) {
        return openings.stream().map(column).toList();
    }
}
