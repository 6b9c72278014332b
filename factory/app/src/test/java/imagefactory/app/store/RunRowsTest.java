package imagefactory.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.build.BuildReason;
import imagefactory.core.build.BuildReason.Asked;
import imagefactory.core.build.Cause;
import imagefactory.core.event.EventId;
import imagefactory.core.image.Bytes;
import imagefactory.core.ledger.Decision;
import imagefactory.core.ledger.Decision.Data;
import imagefactory.core.ledger.Decision.Kind;
import imagefactory.core.outcome.Problem;
import imagefactory.core.run.LeaseLost;
import imagefactory.core.run.Run;
import imagefactory.core.run.RunStore.Leased;
import imagefactory.core.run.RunStore.Rest;
import imagefactory.core.run.StageResult.Published;
import imagefactory.core.run.StageResult.Released;
import imagefactory.core.run.StageResult.Signed;
import imagefactory.core.run.StageResult.Skipped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The concurrency of runs (ARCHITECTURE 2a) on a real PostgreSQL. */
class RunRowsTest extends OwnPostgres {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Problem PROBLEM = new Problem(Problem.Code.GATE_REFUSED, "It is bad.", "Mend it.");

    private final RunRows store = store(Duration.ofMinutes(1));

    @Test
    void aReplicaThatWokeUpLateChangesNothing() throws Exception {
        open("a", cause("r1"));
        var late = store(Duration.ZERO).claim().orElseThrow();
        var holder = store.claim().orElseThrow();

        assertThat(holder.run()).isEqualTo(late.run());
        assertThatThrownBy(() -> store.save(late.with(late.run().failed(PROBLEM))))
                .isInstanceOf(LeaseLost.class);
        assertThatThrownBy(() -> store.handBack(late)).isInstanceOf(LeaseLost.class);
        assertThatThrownBy(() -> store.handBack(late.with(late.run().failed(PROBLEM))))
                .isInstanceOf(LeaseLost.class);
        assertThatThrownBy(() -> store.backOff(late, new Rest(HOUR, HOUR, HOUR), "late"))
                .isInstanceOf(LeaseLost.class);
        assertThat(count("select count(*) from outbox")).isZero();
        assertThat(count("select count(*) from decision")).isZero();

        var next = holder.with(holder.run().add(new Released()));
        store.save(next);
        store.handBack(next);

        assertThat(store.claim().orElseThrow().run().results()).containsExactly(new Released());
    }

    @Test
    void aLeaseIsTheReplicasUntilItEnds() {
        open("a", cause("r1"));
        var held = store.claim();

        assertThat(held).isPresent();
        assertThat(store.claim()).isEmpty();
        assertThat(store(Duration.ZERO).claim()).isEmpty();
    }

    @Test
    void eachResultBeginsTheLeaseAnew() throws Exception {
        open("a", cause("r1"));
        var held = store(Duration.ZERO).claim().orElseThrow();

        store.save(held.with(held.run().add(new Released())));

        assertThat(store.claim()).isEmpty();
    }

    @Test
    void storesThatClaimAtOnceNeverShareARun() throws Exception {
        IntStream.range(0, 200).forEach(i -> open("image" + i, cause("r")));

        var claimed = atOnce(8, _ -> {
            var own = store(Duration.ofMinutes(1));
            var mine = new ArrayList<Long>();
            for (var run = own.claim(); run.isPresent(); run = own.claim()) {
                mine.add(run.get().run().id());
            }
            return mine;
        });

        assertThat(claimed.stream().flatMap(List::stream).toList()).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void plansAtOnceLeaveOneOpenRunWithEveryReason() throws Exception {
        var opened = atOnce(20, plan -> open("a", cause("r" + plan)));

        assertThat(opened.stream().filter(OpenRuns.Opened::opened)).hasSize(1);
        assertThat(store.claim().orElseThrow().run().causes()).hasSize(20).doesNotHaveDuplicates();
        assertThat(store.claim()).isEmpty();
    }

    @Test
    void reasonsThatComeWhileARunIsUnderWayAreItsSuccessors() throws Exception {
        open("a", cause("r1"));
        var first = store.claim().orElseThrow();
        open("a", cause("r2"));
        open("a", cause("r3"));

        assertThat(first.run().causes()).containsExactly(cause("r1"));
        assertThat(store.claim()).isEmpty();
        store.handBack(published(first));

        var second = store.claim().orElseThrow().run();
        assertThat(second.causes()).containsExactly(cause("r2"), cause("r3"));
        assertThat(second.seq()).isGreaterThan(first.run().seq());
        assertThat(count("select count(*) from run where again <> '[]' and closed is null"))
                .isZero();
    }

    @Test
    void aRunThatIsStillYoungBeginsAnewWithWhatCameSince() throws Exception {
        open("a", cause("r1"));
        var begun = store.claim().orElseThrow();
        var built = begun.with(begun.run().add(new Released()));
        store.save(built);
        assertThat(store.renew(built)).isEmpty();
        open("a", cause("r2"));
        open("a", cause("base"), Duration.ofDays(7));

        var anew = store.renew(built).orElseThrow();

        assertThat(anew.lease()).isEqualTo(built.lease());
        assertThat(anew.run().seq()).isEqualTo(begun.run().seq());
        assertThat(anew.run().causes()).containsExactly(cause("r1"), cause("r2"));
        assertThat(anew.run().results()).isEmpty();
        assertThat(store.renew(anew)).as("what rests stays").isEmpty();
        store.handBack(published(anew));
        assertThat(secondsOfRest("a")).isBetween(604_700L, 604_800L);
    }

    @Test
    void aRunThatIsOldOrAnothersGoesOnAsItIs() throws Exception {
        open("a", cause("r1"));
        var late = store(Duration.ZERO).claim().orElseThrow();
        var holder = store.claim().orElseThrow();
        open("a", cause("r2"));

        assertThat(store.renew(late)).isEmpty();
        DATABASE.useHandle(handle -> handle.execute("update run set begun = now() - interval '31 seconds'"));
        assertThat(store.renew(holder)).isEmpty();

        store.handBack(published(holder));
        assertThat(store.claim().orElseThrow().run().causes()).containsExactly(cause("r2"));
    }

    @Test
    void aStormOfChangesIsWaitedOutUnlessAPersonAsks() throws Exception {
        open("a", cause("r0"));
        var first = store.claim().orElseThrow();
        IntStream.range(1, 11).forEach(i -> open("a", cause("r" + i)));
        store.handBack(published(first));

        assertThat(store.claim()).isEmpty();
        assertThat(secondsOfRest("a")).isBetween(CALM.toSeconds() - 10, CALM.toSeconds());
        open("a", asked());
        assertThat(store.claim().orElseThrow().run().causes()).hasSize(11);
    }

    @Test
    void fewChangesAreNoStorm() throws Exception {
        open("a", cause("r0"));
        var first = store.claim().orElseThrow();
        IntStream.range(1, 10).forEach(i -> open("a", cause("r" + i)));
        open("a", asked());
        store.handBack(published(first));

        assertThat(store.claim().orElseThrow().run().causes()).hasSize(10);
    }

    @Test
    void aReasonThatRestsGoesOnRestingInTheSuccessor() throws Exception {
        open("a", cause("r1"));
        var first = store.claim().orElseThrow();
        open("a", cause("base"), Duration.ofDays(7));
        store.handBack(published(first));

        assertThat(store.claim()).isEmpty();
        assertThat(secondsOfRest("a")).isBetween(604_700L, 604_800L);

        open("a", cause("push"));

        assertThat(store.claim().orElseThrow().run().causes()).containsExactly(cause("base"), cause("push"));
    }

    @Test
    void aReasonThatRestsIsNotedOnce() {
        open("a", cause("base"), Duration.ofDays(7));
        var again = new Cause(
                new EventId("/test", "tomorrow"), Instant.EPOCH, cause("base").reason());
        open("a", again, Duration.ofDays(6));
        open("a", cause("another-base"), Duration.ofDays(6));

        assertThat(count("select jsonb_array_length(reasons) from run")).isEqualTo(2);
    }

    @Test
    void noReasonIsLostWhileRunsBeginAndEndUnderPlans() throws Exception {
        try (var worker = Executors.newSingleThreadExecutor()) {
            var working = worker.submit(() -> {
                var seen = new ArrayList<Cause>();
                while (seen.size() < 400) {
                    for (var run = store.claim(); run.isPresent(); run = store.claim()) {
                        seen.addAll(run.get().run().causes());
                        store.handBack(published(run.get()));
                    }
                }
                return seen;
            });

            atOnce(20, plan -> {
                IntStream.range(0, 20).forEach(i -> open("a", cause(plan + "." + i)));
                return plan;
            });

            assertThat(working.get()).hasSize(400).doesNotHaveDuplicates();
            assertThat(count("select count(*) from run where closed is null")).isZero();
        }
    }

    @Test
    void aRunThatRestsIsNotClaimedBeforeItsTime() throws Exception {
        open("a", cause("r1"));

        store.backOff(store.claim().orElseThrow(), new Rest(HOUR, HOUR, Duration.ZERO), "git is away\0");

        assertThat(store.claim()).isEmpty();
        assertThat(secondsOfRest("a")).isBetween(1790L, 3600L);
        assertThat(count("select count(*) from run where waits_for = 'git is away '"))
                .isOne();
    }

    @Test
    void restsGrowUpToTheLongestAndAreNeverShorterThanAskedFor() throws Exception {
        open("a", cause("r1"));
        var second = Duration.ofSeconds(1);
        for (int attempt = 0; attempt < 40; attempt++) {
            store.backOff(store.claim().orElseThrow(), new Rest(second, HOUR, Duration.ZERO), "away");
            var longest = Math.min(3600, 1L << Math.min(attempt, 20));
            assertThat(secondsOfRest("a")).as("attempt %d", attempt).isBetween(longest / 2 - 1, longest);
            DATABASE.useHandle(handle -> handle.execute("update run set not_before = now()"));
        }
        store.backOff(store.claim().orElseThrow(), new Rest(second, HOUR, HOUR.multipliedBy(3)), "Retry-After");

        assertThat(secondsOfRest("a")).isBetween(10_790L, 10_800L);
    }

    @Test
    void aResultForgetsTheAttemptsBefore() throws Exception {
        open("a", cause("r1"));
        store.backOff(store.claim().orElseThrow(), new Rest(Duration.ofNanos(1_000), HOUR, Duration.ZERO), "away");
        var held = store.claim().orElseThrow();

        store.save(held.with(held.run().add(new Released())));

        assertThat(count("select attempts from run")).isZero();
        assertThat(count("select count(*) from run where waits_for is null")).isOne();
    }

    @Test
    void whatAStageAskedToWaitForIsWaitedFor() throws Exception {
        open("a", cause("r1"));
        var held = store.claim().orElseThrow();
        var pending = held.with(held.run().later(Duration.ofSeconds(50).plusNanos(1)));

        store.save(pending);
        store.handBack(pending);

        assertThat(store.claim()).isEmpty();
        assertThat(secondsOfRest("a")).isBetween(45L, 50L);
        assertThat(count("select count(*) from outbox")).isZero();
    }

    @Test
    void stirringEndsTheRestOfWhatIsUnderWayAlone() throws Exception {
        open("away", cause("r1"));
        store.backOff(store.claim().orElseThrow(), new Rest(HOUR, HOUR, Duration.ZERO), "git is away");
        open("builds", cause("r1"));
        var held = store.claim().orElseThrow();
        var pending = held.with(held.run().later(HOUR));
        store.save(pending);
        store.handBack(pending);
        open("crowded", cause("r1"));
        store.backOff(store.claim().orElseThrow(), new Rest(HOUR, HOUR, Duration.ZERO), "the quota is used up");
        open("delayed", cause("r1"));
        DATABASE.useHandle(handle -> {
            handle.execute("update run set state = '[{\"stage\": \"resolved\"}]' where image = 'crowded'");
            handle.execute("update run set not_before = now() + interval '1 hour' where image = 'delayed'");
        });

        store.stir();

        List<String> due = DATABASE.withHandle(
                handle -> handle.select("select image from run where not_before <= now() order by image")
                        .mapTo(String.class)
                        .list());
        assertThat(due).containsExactly("builds", "crowded");
    }

    @Test
    void whatAPersonAskedForComesFirst() {
        open("a", cause("r1"));
        open("b", cause("r1"));
        open(
                "c",
                new Cause(
                        new EventId("/t", "1"),
                        Instant.EPOCH,
                        new BuildReason.Asked("ada", "now", Optional.empty(), false)));

        assertThat(store.claim().orElseThrow().run().image()).isEqualTo("c");
        assertThat(store.claim().orElseThrow().run().image()).isEqualTo("a");
    }

    @Test
    void resultsAreReadBackAsTheyWereSaved() throws Exception {
        open("a", cause("r1"));
        var held = store.claim().orElseThrow();
        var next = held.with(held.run().add(new Released()).add(new Signed(List.of())));

        store.save(next);
        store.handBack(next);

        assertThat(store.claim().orElseThrow().run()).isEqualTo(next.run());
    }

    @Test
    void aRunThatIsOverIsDecidedAndAnnouncedOnce() throws Exception {
        open("a", cause("r1"));
        var over = published(store.claim().orElseThrow());

        store.save(over);
        store.handBack(over);

        assertThat(count("select count(*) from outbox where body like '%io.imagefactory.run.published%'"))
                .isOne();
        assertThat(decided())
                .containsExactly(decision(
                        Kind.PUBLISHED,
                        "source changed r1",
                        Data.of(over.run().id()).published(Bytes.utf8("index").digest())));
    }

    @Test
    void aRunThatFailedIsDecidedWithItsProblemAndOneThatFoundNothingToDoWithWhatItFound() throws Exception {
        open("a", cause("r1"));
        var failed = store.claim().orElseThrow();
        store.handBack(failed.with(failed.run().failed(PROBLEM)));
        open("a", cause("r2"));
        var idle = store.claim().orElseThrow();
        store.handBack(idle.with(idle.run().add(new Skipped("fresh: it is as it should be"))));

        assertThat(decided())
                .containsExactly(
                        decision(
                                Kind.SKIPPED,
                                "fresh: it is as it should be",
                                Data.of(idle.run().id())),
                        decision(
                                Kind.FAILED,
                                "It is bad.",
                                Data.of(failed.run().id()).failed(Problem.Code.GATE_REFUSED)));
    }

    private static List<Decision> decided() {
        return new LedgerRows(DATABASE, JSON)
                .about("a", 10).stream()
                        .map(each -> Decision.now(each.subject(), each.kind(), each.because(), each.data()))
                        .toList();
    }

    private static Decision decision(Kind kind, String because, Data data) {
        return Decision.now("a", kind, because, data);
    }

    private static long secondsOfRest(String image) {
        return count(
                "select ceil(extract(epoch from not_before - now()))::bigint from run where closed is null and image = ?",
                image);
    }

    private static Cause asked() {
        var cause = cause("asked");
        return new Cause(cause.event(), cause.at(), new Asked("ada", "now", Optional.empty(), false));
    }

    private static Leased published(Leased leased) {
        Run run = leased.run().add(new Published(Bytes.utf8("index").digest(), List.of("latest"), Instant.EPOCH));
        return leased.with(run);
    }
}
