package imagefactory.app.store;

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * What is over, and for how long it is told; and what was noted of things that nobody has asked about for as long.
 *
 * <p>Kept however old it is: the newest runs of each image, the one that published it last, their logs, the events that caused
 * them, the plans of both, and the newest decisions. So {@code why} and the events of what is published can always be told.
 *
 * <p>An event whose row is gone would be recorded anew, were it delivered again. Kafka forgets records long before that (7 days
 * unless it is told otherwise); and should it happen, planning finds the image fresh, or a person's wish is met twice.
 */
public final class History {
    private static final Duration ANNOUNCED = Duration.ofDays(7);

    /** Each batch is a transaction of its own: none is long, and what the others wait for is let go of in between. */
    private static final int BATCH = 500;

    private final Jdbi database;
    private final Duration lasts;
    private final Supplier<Set<String>> enrolled;

    /**
     * @param lasts how long what is over is kept
     * @param enrolled the names of the images that are built now
     */
    public History(Jdbi database, Duration lasts, Supplier<Set<String>> enrolled) {
        this.database = database;
        this.lasts = lasts;
        this.enrolled = enrolled;
    }

    /** Runs go first, for they hold events, and events hold plans. @return how many rows were let go of */
    public int sweep() {
        return announcements()
                + runs()
                + events()
                + plans()
                + decisions()
                + deadLetters()
                + builds()
                + bases()
                + shapes();
    }

    private int announcements() {
        return batches(ANNOUNCED, """
                delete from outbox where id in (
                    select id from outbox where sent < now() - :lasts limit :batch for update skip locked)
                """);
    }

    private int runs() {
        return batches(lasts, """
                delete from run where id in (
                    select id from run old where closed < now() - :lasts
                        and id < (select id from run where image = old.image order by id desc offset 9 limit 1)
                        and id is distinct from (
                            select id from run where image = old.image and state @> '[{"stage": "published"}]'
                            order by id desc limit 1)
                    limit :batch for update skip locked)
                """);
    }

    private int events() {
        return batches(lasts, """
                delete from event where (source, id) in (
                    select source, id from event old where planned is not null and received < now() - :lasts
                        and not exists (select from run where reasons @> jsonb_build_array(
                            jsonb_build_object('event', jsonb_build_object('source', old.source, 'id', old.id))))
                        and not exists (select from run where again @> jsonb_build_array(
                            jsonb_build_object('event', jsonb_build_object('source', old.source, 'id', old.id))))
                    limit :batch for update skip locked)
                """);
    }

    private int plans() {
        return batches(lasts, """
                delete from plan where id in (
                    select id from plan old where at < now() - :lasts
                        and not exists (select from event where planned = old.id)
                        and not exists (select from run where plan = old.id)
                    limit :batch for update skip locked)
                """);
    }

    private int decisions() {
        return batches(lasts, """
                delete from decision where seq in (
                    select seq from decision old where at < now() - :lasts
                        and seq < (select seq from decision where subject = old.subject order by seq desc offset 9 limit 1)
                    limit :batch for update skip locked)
                """);
    }

    /** Replayed or not: what nobody has missed for as long is missed by nobody. */
    private int deadLetters() {
        return batches(lasts, """
                delete from dead_letter where (topic, partition, "offset") in (
                    select topic, partition, "offset" from dead_letter where received < now() - :lasts
                    limit :batch for update skip locked)
                """);
    }

    /** A staged manifest without its record is built anew, should anybody want it; {@code gc} deletes it. */
    private int builds() {
        return batches(lasts, """
                delete from build where (key, staging) in (
                    select key, staging from build old where at < now() - :lasts
                        and not exists (select from run where id = old.run)
                        and not exists (select from run where closed is null and image = old.image)
                    limit :batch for update skip locked)
                """);
    }

    /** Every look at an image notes its bases again: these are nobody's any more. */
    private int bases() {
        return batches(lasts, """
                delete from base_seen where (ref, platform) in (
                    select ref, platform from base_seen where checked_at < now() - :lasts
                    limit :batch for update skip locked)
                """);
    }

    /** An image that is enrolled again is looked at again. */
    private int shapes() {
        return database.withHandle(handle -> handle.createUpdate(
                        "delete from shape where at < now() - :lasts and image <> all (:enrolled)")
                .bind("lasts", lasts)
                .bindArray("enrolled", String.class, enrolled.get())
                .execute());
    }

    private int batches(Duration age, String deletion) {
        var gone = 0;
        for (var batch = BATCH; batch == BATCH; gone += batch) {
            batch = database.withHandle(handle -> handle.createUpdate(deletion)
                    .bind("lasts", age)
                    .bind("batch", BATCH)
                    .execute());
        }
        return gone;
    }
}
