package imagefactory.app.store;

import com.fasterxml.jackson.core.type.TypeReference;
import imagefactory.core.build.Cause;
import imagefactory.core.ledger.Decision;
import imagefactory.core.ledger.Decision.Data;
import imagefactory.core.ledger.Decision.Kind;
import imagefactory.core.run.Awaited;
import imagefactory.core.run.Due;
import imagefactory.core.run.LeaseLost;
import imagefactory.core.run.Run;
import imagefactory.core.run.RunStore;
import imagefactory.core.run.StageResult;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Runs as rows. Time is PostgreSQL's: replicas whose clocks differ still agree on when a lease ends. */
public final class RunRows implements RunStore {
    private static final TypeReference<List<Cause>> CAUSES = new TypeReference<>() {};
    private static final TypeReference<List<StageResult>> RESULTS = new TypeReference<>() {};

    private final Jdbi database;
    private final Json json;
    private final Announcements announcements;
    private final Times times;

    /**
     * How long things last.
     *
     * @param lease without a word of its holder
     * @param young how long a run may still begin anew
     * @param calm how long after one run the next may begin, where many changes came in between
     */
    public record Times(Duration lease, Duration young, Duration calm) {}

    public RunRows(Jdbi database, Json json, Announcements announcements, Times times) {
        this.database = database;
        this.json = json;
        this.announcements = announcements;
        this.times = times;
    }

    @Override
    public Optional<Leased> claim() {
        return database.withHandle(handle -> handle.createQuery("""
                        with due as materialized (
                            select id from run
                            where closed is null and waits = 0 and not_before <= now()
                                and (lease is null or leased_until < now())
                            order by priority, not_before limit 1 for update skip locked)
                        update run set lease = gen_random_uuid(), leased_until = now() + :lease, waits_for = null,
                            seq = coalesce(seq, nextval('run_seq')), begun = coalesce(begun, now())
                        from due where run.id = due.id
                        returning run.*
                        """)
                .bind("lease", times.lease())
                .map((row, _) -> new Leased(run(json, row), row.getObject("lease", UUID.class)))
                .findOne());
    }

    @Override
    public void save(Leased leased) throws LeaseLost {
        if (leased.run().due() != Due.PROMOTE) {
            database.useHandle(handle -> write(handle, leased));
            return;
        }
        database.useTransaction(tx -> {
            Waits.share(tx);
            write(tx, leased);
            tell(tx, leased.run());
        });
    }

    @Override
    public Optional<Leased> renew(Leased leased) {
        return database.withHandle(handle -> handle.createQuery("""
                        update run set state = '[]', times = '{}', attempts = 0,
                            reasons = reasons || (
                                select jsonb_agg(cause - 'until' order by place) from %1$s where %2$s),
                            again = (
                                select coalesce(jsonb_agg(cause order by place), '[]') from %1$s where not %2$s)
                        where id = :id and lease = :lease
                            and exists (select from %1$s where %2$s)
                            and not %3$s
                        returning run.*
                        """.formatted(
                                "jsonb_array_elements(again) with ordinality as later (cause, place)",
                                "(cause ->> 'until')::timestamptz <= begun + :young",
                                Waits.HELD_UP))
                .bind("id", leased.run().id())
                .bind("lease", leased.lease())
                .bind("young", times.young())
                .map((row, _) -> leased.with(run(json, row)))
                .findOne());
    }

    @Override
    public void handBack(Leased leased) throws LeaseLost {
        if (leased.run().due() == Due.NOTHING) {
            close(leased);
        } else {
            held(
                    leased,
                    database.withHandle(handle -> handle.createUpdate(
                                    "update run set lease = null where id = :id and lease = :lease")
                            .bind("id", leased.run().id())
                            .bind("lease", leased.lease())
                            .execute()));
        }
    }

    @Override
    public void backOff(Leased leased, Rest rest, String because) throws LeaseLost {
        var changed = database.withHandle(handle -> handle.createUpdate("""
                        update run set lease = null, attempts = attempts + 1, waits_for = :because,
                            not_before = now() + greatest(:at_least,
                                :jitter * least(:longest, :first * power(2, least(attempts, 20))))
                        where id = :id and lease = :lease
                        """)
                .bind("id", leased.run().id())
                .bind("lease", leased.lease())
                .bind("because", because.replace('\0', ' '))
                .bind("jitter", ThreadLocalRandom.current().nextDouble(0.5, 1))
                .bind("at_least", rest.atLeast().truncatedTo(ChronoUnit.MILLIS))
                .bind("first", rest.first())
                .bind("longest", rest.longest())
                .execute());
        held(leased, changed);
    }

    @Override
    public List<Awaited> awaited(Run run) {
        return database.withHandle(handle -> handle.createQuery("""
                        select parent.* from run_waits join run as parent on parent.id = run_waits.parent_run
                        where run_waits.run = :run and not (%s) order by parent.image, parent.id
                        """.formatted(Waits.HOLDS))
                .bind("run", run.id())
                .map((row, _) -> outcome(run(json, row)))
                .list());
    }

    /** What is published and not promoted did not fail for those that are built on it. */
    private static Awaited outcome(Run parent) {
        var published = parent.find(StageResult.Published.class).map(StageResult.Published::digest);
        return new Awaited(
                parent.image(),
                parent.id(),
                published,
                parent.find(StageResult.Failed.class)
                        .filter(_ -> published.isEmpty())
                        .map(failed -> failed.problem().code()));
    }

    @Override
    public boolean waits(Run run) {
        return database.inTransaction(tx -> {
            Waits.lock(tx);
            var waits = tx.createUpdate("""
                            update run set seq = null, begun = null
                            where id = :id and seq = :seq and state = '[]' and %s
                            """.formatted(Waits.HELD_UP))
                            .bind("id", run.id())
                            .bind("seq", run.seq())
                            .execute()
                    > 0;
            if (waits) {
                Waits.renew(tx, List.of(run.image()));
            }
            return waits;
        });
    }

    @Override
    public boolean isFollowed(Run run) {
        return database.withHandle(handle -> handle.select("select again <> '[]' from run where id = ?", run.id())
                .mapTo(boolean.class)
                .one());
    }

    @Override
    public void stir() {
        database.useHandle(handle -> handle.execute("""
                update run set not_before = now()
                where closed is null and lease is null and begun is not null and not_before > now()
                    and (waits_for is null or state -> -1 ->> 'stage' = 'resolved')
                """));
    }

    /** A run as its row says. */
    static Run run(Json json, ResultSet row) throws SQLException {
        return new Run(
                row.getLong("id"),
                row.getString("image"),
                Optional.ofNullable(row.getObject("plan", Long.class)),
                row.getLong("seq"),
                json.read(row.getString("reasons"), CAUSES),
                json.read(row.getString("state"), RESULTS),
                Duration.ZERO);
    }

    /** Causes that came meanwhile are rare: only with their successor does a run's end keep others from ending and opening. */
    private void close(Leased leased) throws LeaseLost {
        boolean alone = database.inTransaction(tx -> {
            Waits.share(tx);
            boolean ended = end(tx, leased, "and again = '[]'") > 0;
            if (ended) {
                tellOnce(tx, leased.run());
            }
            return ended;
        });
        if (!alone) {
            database.useTransaction(tx -> {
                Waits.lock(tx);
                held(leased, end(tx, leased, ""));
                succeed(tx, leased.run(), OpenRuns.again(tx, json, leased.run(), times.calm()));
                tellOnce(tx, leased.run());
            });
        }
    }

    /** @return none where the lease is lost, or the row is not as it has to be besides */
    private int end(Handle tx, Leased leased, String besides) {
        var verdict = verdict(leased.run());
        return tx.createQuery("""
                        with ended as (
                            update run set closed = now(), lease = null where id = :id and lease = :lease %s returning id
                        ), decided as (
                            insert into decision (subject, kind, cause, data)
                            select :subject, :kind, :cause, :data::jsonb from ended
                        )
                        select count(*) from ended
                        """.formatted(besides))
                .bind("id", leased.run().id())
                .bind("lease", leased.lease())
                .bindMap(LedgerRows.columns(json, verdict))
                .mapTo(int.class)
                .one();
    }

    /** A run that is promoted has told the others before that. */
    private static void tellOnce(Handle tx, Run run) {
        if (!isTold(run)) {
            tell(tx, run);
        }
    }

    /** Those that are built on it go on from here; that it may have to be promoted first is nothing to them. */
    private static void tell(Handle tx, Run run) {
        Waits.over(tx, run.id());
        Followers.tell(tx, run);
    }

    private static boolean isTold(Run run) {
        return run.find(StageResult.Published.class)
                .filter(StageResult.Published::promotes)
                .isPresent();
    }

    private static Decision verdict(Run run) {
        var about = Data.of(run.id());
        return switch (run.results().getLast()) {
            case StageResult.Published published -> published(run, published);
            case StageResult.Promoted _ -> published(run, run.get(StageResult.Published.class));
            case StageResult.Failed failed ->
                decided(
                        run,
                        Kind.FAILED,
                        failed.problem().text(),
                        about.failed(failed.problem().code()));
            case StageResult.Skipped skipped -> decided(run, Kind.SKIPPED, skipped.because(), about);
            default -> throw new IllegalStateException(run + " is not over");
        };
    }

    private static Decision published(Run run, StageResult.Published published) {
        var about = Data.of(run.id()).published(published.digest());
        return decided(run, Kind.PUBLISHED, LedgerRows.because(run.causes()), about);
    }

    private static Decision decided(Run run, Kind kind, String because, Data about) {
        return Decision.now(run.image(), kind, because, about);
    }

    private void succeed(Handle tx, Run run, List<OpenRuns.Opening> again) {
        if (again.isEmpty()) {
            return;
        }
        var opened = again.stream()
                .map(opening -> OpenRuns.open(tx, json, opening, Optional.empty()))
                .toList()
                .getLast();
        var causes =
                again.stream().flatMap(opening -> opening.causes().stream()).toList();
        announcements.planned(tx, Run.opened(opened.run(), run.image(), Optional.empty(), causes));
        Waits.renew(tx, List.of(run.image()));
    }

    /** The result and what the world is told of it, by one statement: nothing else makes most saves a transaction. */
    private void write(Handle handle, Leased leased) throws LeaseLost {
        var run = leased.run();
        held(
                leased,
                handle.createQuery("""
                        with made as (select :state::jsonb as state), saved as (
                            update run set state = made.state, leased_until = now() + :lasts,
                                attempts = case when :rests then attempts else 0 end,
                                not_before = case when :rests then now() + :rest else not_before end,
                                times = case when :rests then times
                                    else times || jsonb_build_object(made.state -> -1 ->> 'stage', clock_timestamp()) end
                            from made where id = :id and lease = :lease
                            returning id
                        ), announced as (
                            insert into outbox (topic, key, body)
                            select :topic, id::text, body from saved, unnest(:bodies) as body
                        )
                        select count(*) from saved
                        """)
                        .bind("id", run.id())
                        .bind("lease", leased.lease())
                        .bind("state", json.writeAs(run.results(), RESULTS))
                        .bind("rests", run.rest().isPositive())
                        .bind("rest", run.rest().truncatedTo(ChronoUnit.MILLIS))
                        .bind("lasts", times.lease())
                        .bind("topic", Announcements.TOPIC)
                        .bindArray(
                                "bodies",
                                String.class,
                                announcements.made(run).stream().toList())
                        .mapTo(int.class)
                        .one());
    }

    private static void held(Leased leased, int changed) throws LeaseLost {
        if (changed == 0) {
            throw new LeaseLost(leased.run());
        }
    }
}
