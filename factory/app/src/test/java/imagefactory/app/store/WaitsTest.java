package imagefactory.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.event.EventId;
import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.plan.Plan;
import imagefactory.core.plan.Plan.Opening;
import imagefactory.core.run.Awaited;
import imagefactory.core.run.RunStore.Leased;
import imagefactory.core.run.StageResult.Published;
import imagefactory.core.run.StageResult.Skipped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which runs wait for which, on a real PostgreSQL. */
class WaitsTest extends OwnPostgres {
    private static final Problem PROBLEM = new Problem(Problem.Code.GATE_REFUSED, "It is bad.", "Mend it.");

    private final RunRows store = store(Duration.ofMinutes(1));
    private final Inbox inbox = new Inbox(DATABASE, JSON);
    private final Plans plans = new Plans(DATABASE, JSON, ANNOUNCEMENTS);
    private final AtomicInteger events = new AtomicInteger();

    @BeforeEach
    void diamond() {
        built("runtime");
        built("portal", "runtime");
        built("worker", "runtime", "portal");
    }

    @Test
    void aRunIsDueWhenNoneOfItsParentsIsOpen() throws Exception {
        plan(Duration.ZERO, "worker", "portal", "runtime");

        var runtime = claim("runtime");
        assertThat(store.claim()).isEmpty();
        store.handBack(over(runtime));
        var portal = claim("portal");
        assertThat(store.claim()).isEmpty();
        var failed = portal.with(portal.run().failed(PROBLEM));
        store.save(failed);
        store.handBack(failed);

        assertThat(store.awaited(claim("worker").run()))
                .containsExactly(
                        new Awaited(
                                "portal", portal.run().id(), Optional.empty(), Optional.of(Problem.Code.GATE_REFUSED)),
                        new Awaited("runtime", runtime.run().id(), Optional.empty(), Optional.empty()));
    }

    @Test
    void aLaterPlanHasARunWaitThatWasOpenAlready() throws Exception {
        plan(Duration.ZERO, "worker");

        plan(Duration.ZERO, "runtime");

        store.handBack(over(claim("runtime")));
        store.handBack(over(claim("worker")));
    }

    @Test
    void nobodyWaitsForARunThatRests() throws Exception {
        plan(Duration.ofDays(7), "runtime");

        plan(Duration.ZERO, "worker");

        assertThat(store.awaited(claim("worker").run())).isEmpty();
    }

    @Test
    void aRunThatWasOpenedWhileOthersWaitedForTheirTurnIsWaitedFor() {
        DATABASE.useTransaction(tx -> {
            tx.execute("select now()"); // begun, and then it has to wait
            plan(Duration.ZERO, "worker", "portal", "runtime");

            Waits.lock(tx);
            Waits.renew(tx, List.of("worker", "portal", "runtime"));
        });

        claim("runtime");
        assertThat(store.claim()).isEmpty();
    }

    @Test
    void aRunThatHasBegunWaitsForNobody() throws Exception {
        plan(Duration.ZERO, "worker");
        var worker = claim("worker");

        plan(Duration.ZERO, "runtime", "worker");

        store.handBack(over(worker));
        store.handBack(over(claim("runtime")));
        store.handBack(over(claim("worker"))); // its successor, which waited
    }

    @Test
    void aParentThatIsPublishedCountsOnceHoweverManyPlansComeBeforeItsRunIsOver() throws Exception {
        plan(Duration.ZERO, "worker", "portal", "runtime");
        var claimed = claim("runtime");
        var runtime = claimed.with(
                claimed.run().add(new Published(Bytes.utf8("index").digest(), List.of("latest"), Instant.EPOCH)));
        store.save(runtime);

        plan(Duration.ZERO, "worker");
        store.handBack(runtime);

        var portal = claim("portal");
        assertThat(store.claim()).isEmpty();
        store.handBack(over(portal));
        claim("worker");
    }

    @Test
    void aParentsSuccessorIsWaitedForAsWell() throws Exception {
        plan(Duration.ZERO, "runtime", "worker");
        var runtime = claim("runtime");
        plan(Duration.ZERO, "runtime");

        store.handBack(over(runtime));

        store.handBack(over(claim("runtime")));
        store.handBack(over(claim("worker")));
    }

    @Test
    void aParentThatIsNoneAnyMoreIsNotWaitedFor() throws Exception {
        plan(Duration.ZERO, "worker", "portal");
        built("worker", "runtime");

        plan(Duration.ZERO, "worker");

        assertThat(List.of(
                        store.claim().orElseThrow().run().image(),
                        store.claim().orElseThrow().run().image()))
                .containsExactlyInAnyOrder("worker", "portal");
    }

    @Test
    void aRunGoesOnWhenBothItsParentsEndAtOnce() throws Exception {
        built("left");
        built("right");
        built("both", "left", "right");
        for (int round = 0; round < 20; round++) {
            plan(Duration.ZERO, "both", "left", "right");
            var parents = List.of(
                    over(store.claim().orElseThrow()), over(store.claim().orElseThrow()));
            assertThat(store.claim()).isEmpty();

            atOnce(2, number -> {
                store.handBack(parents.get(number));
                return number;
            });

            store.handBack(over(claim("both")));
        }
    }

    @Test
    void planningAndEndingAtOnceLeavesNobodyWaiting() throws Exception {
        var random = new Random(11);
        for (int image = 0; image < 30; image++) {
            built(
                    "i" + image,
                    random.ints(image == 0 ? 0 : 3, 0, Math.max(1, image))
                            .mapToObj(parent -> "i" + parent)
                            .distinct()
                            .toArray(String[]::new));
        }
        Set<String> begun = ConcurrentHashMap.newKeySet();
        var planned = new AtomicInteger();

        atOnce(6, number -> {
            if (number < 2) {
                var own = new Random(number);
                IntStream.range(0, 40)
                        .forEach(_ -> plan(
                                Duration.ZERO,
                                own.ints(4, 0, 30)
                                        .mapToObj(image -> "i" + image)
                                        .distinct()
                                        .toArray(String[]::new)));
                planned.incrementAndGet();
                return number;
            }
            while (planned.get() < 2 || count("select count(*) from run where closed is null") > 0) {
                var run = store.claim();
                if (run.isPresent()) {
                    var image = run.get().run().image();
                    begun.add(image);
                    store.handBack(over(run.get()));
                }
            }
            return number;
        });

        assertThat(count("select count(*) from run where waits <> 0 and closed is null"))
                .isZero();
        assertThat(begun).hasSize(30);
        assertThat(count("""
                        select count(*) from run_waits
                            join run as child on child.id = run_waits.run
                            join run as parent on parent.id = run_waits.parent_run
                        where child.begun < parent.closed""")).isZero();
    }

    /** Says on what an image is built, as a look at its source would. */
    private void built(String image, String... parents) {
        DATABASE.useHandle(handle -> handle.createUpdate("""
                        insert into shape (image, entry, tags, refs, parents) values (:image, '', '{}', '{}', :parents)
                        on conflict (image) do update set parents = excluded.parents
                        """)
                .bind("image", image)
                .bindArray("parents", String.class, (Object[]) parents)
                .execute());
    }

    private void plan(Duration rest, String... images) {
        var id = Integer.toString(events.incrementAndGet());
        inbox.record(List.of(new Inbox.Row("/test", id, "t", "s", "{}")), List.of());
        var openings = new ArrayList<Opening>();
        Arrays.stream(images).sorted().forEach(image -> openings.add(new Opening(image, cause(id), rest)));
        var event = new EventId("/test", id);
        var own = inbox.unplanned(1000).stream()
                .filter(each -> each.event().id().equals(event.id()))
                .toList();
        plans.save(own, new Plan(openings, List.of(), List.of()));
    }

    private Leased claim(String image) {
        var claimed = store.claim().orElseThrow();
        assertThat(claimed.run().image()).isEqualTo(image);
        return claimed;
    }

    private static Leased over(Leased leased) {
        return leased.with(leased.run().add(new Skipped("nothing to do")));
    }
}
