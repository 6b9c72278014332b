package imagefactory.app.store;

import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Which runs wait for which, as the shapes say it now. A run that has begun waits for nobody, and nobody waits for one that
 * rests.
 *
 * <p>Opening and closing runs exclude each other by one lock: a run that is over would else be waited for by one that did not
 * see it end. Those that only end share it; of those that somebody waits for in common, each takes that one's row, so that
 * the last one sees that it is the last.
 */
final class Waits {
    private static final long OPENING_AND_CLOSING = 0x706c616e;

    /**
     * Whether the row {@code parent} still keeps others waiting: until it is over, or published and only to be promoted. What is
     * published and nothing more is over a moment later, with the successor that it may have.
     */
    static final String HOLDS =
            "parent.closed is null and not parent.state @> '[{\"stage\": \"published\", \"promotes\": true}]'";

    /**
     * Whether the row {@code parent} is to be waited for by who comes now: it is one that holds, and does not rest. By the clock, as
     * {@code now()} is when the transaction began: while that waited for the lock, others may have opened runs, which would
     * look as if they rested.
     */
    private static final String AWAITED =
            HOLDS + " and (parent.seq is not null or parent.not_before <= clock_timestamp())";

    /** Whether something that the image of the row {@code run} is built on is being built. */
    static final String HELD_UP = """
            exists (select from shape join run as parent on parent.image = any (shape.parents)
                where shape.image = run.image and %s)
            """.formatted(AWAITED);

    /** What a row of {@code run} waits for, in words; null for nobody. */
    static final String PARENTS = """
            (select string_agg('run ' || parent.id || ' of ' || parent.image, ', ' order by parent.image)
             from run_waits join run as parent on parent.id = run_waits.parent_run
             where run_waits.run = run.id and %s and run.seq is null)
            """.formatted(HOLDS);

    private Waits() {}

    /** Nobody else opens or closes runs until the transaction ends. */
    static void lock(Handle tx) {
        tx.execute("select pg_advisory_xact_lock(?)", OPENING_AND_CLOSING);
    }

    /** Nobody opens runs until the transaction ends. */
    static void share(Handle tx) {
        tx.execute("select pg_advisory_xact_lock_shared(?)", OPENING_AND_CLOSING);
    }

    /** Works out anew what the open runs of these images wait for, and of those built on them; whoever calls this holds the lock. */
    static void renew(Handle tx, Collection<String> images) {
        var waiting = notBegun(tx, images);
        tx.createUpdate("""
                        delete from run_waits using run as parent
                        where run_waits.run = any (:waiting) and parent.id = run_waits.parent_run and %s
                        """.formatted(HOLDS))
                .bindArray("waiting", Long.class, waiting)
                .execute();
        tx.createUpdate("""
                        insert into run_waits (run, parent_run)
                        select child.id, parent.id from run as child
                            join shape on shape.image = child.image
                            join run as parent on parent.image = any (shape.parents)
                        where child.id = any (:waiting)
                            and %s
                        on conflict do nothing
                        """.formatted(AWAITED))
                .bindArray("waiting", Long.class, waiting)
                .execute();
        tx.createUpdate("""
                        update run set waits = (
                            select count(*) from run_waits where run_waits.run = run.id
                                and (select %s from run as parent where parent.id = parent_run))
                        where id = any (:waiting)
                        """.formatted(HOLDS))
                .bindArray("waiting", Long.class, waiting)
                .execute();
    }

    /** Held as they are: none of them begins before this transaction ends. */
    private static List<Long> notBegun(Handle tx, Collection<String> images) {
        return tx.createQuery("""
                        select id from run where closed is null and seq is null and image in (
                            select unnest(:images) union select image from shape where parents && (:images)::text[])
                        order by id for update
                        """)
                .bindArray("images", String.class, images.toArray())
                .mapTo(Long.class)
                .list();
    }

    /**
     * Nobody waits for this run any more; whoever calls this holds or shares the lock. Only those that it was the last for are
     * changed: a row that changes costs an entry in each index, and an image may have a thousand children. What is asked of
     * each child is asked by itself, whatever PostgreSQL takes the tables' sizes for: a join would read them whole.
     */
    static void over(Handle tx, long run) {
        var children = waitingFor(tx, run);
        if (children.isEmpty()) {
            return;
        }
        tx.createUpdate("""
                        update run set waits = 0
                        where id = any (:children) and (
                            select bool_or((select %s from run as parent where parent.id = parent_run))
                            from run_waits where run_waits.run = run.id) is not true
                        """.formatted(HOLDS))
                .bindArray("children", Long.class, children)
                .execute();
    }

    /** Held as they are: whoever ends meanwhile and keeps one of them waiting comes later, and sees that this one is over. */
    private static List<Long> waitingFor(Handle tx, long run) {
        return tx.createQuery("""
                        select id from run
                        where id = any (array(select run from run_waits where parent_run = :run))
                            and closed is null and seq is null and waits > 0
                        order by id for no key update
                        """).bind("run", run).mapTo(Long.class).list();
    }
}
