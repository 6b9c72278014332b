package imagefactory.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.app.bench.Forest;
import imagefactory.core.run.StageResult.Skipped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** A catalog of two thousand images on each other, of which the base changed, on a real PostgreSQL. */
class BroadPlanTest extends OwnPostgres {
    private static final Logger LOG = Logger.getLogger(BroadPlanTest.class);
    private static final int IMAGES = 2_000;
    private static final int WORKERS = 8;
    private static final int NAP_NANOS = 1_000_000;

    @Test
    void eachImageIsTakenOnceAndAfterAllThatItIsBuiltOn() throws Exception {
        var forest = new Forest(IMAGES);
        new ShapeRows(DATABASE).save(forest.catalog(), forest.nodes());
        var inbox = new Inbox(DATABASE, JSON);
        inbox.record(List.of(new Inbox.Row("/bench", "one", "t", "s", "{}")), List.of());
        var since = System.nanoTime();

        new Plans(DATABASE, JSON, ANNOUNCEMENTS).save(inbox.unplanned(1), forest.plan("one"));
        var taken = work();

        LOG.infof("%d images in %s", IMAGES, Duration.ofNanos(System.nanoTime() - since));
        assertThat(taken).hasSize(IMAGES);
        assertThat(count("select count(*) from run where closed is not null")).isEqualTo(IMAGES);
        assertThat(count("select count(*) from run_waits")).isGreaterThan(IMAGES * 4L);
        assertThat(count("""
                select count(*) from run_waits
                    join run as child on child.id = run_waits.run
                    join run as parent on parent.id = run_waits.parent_run
                where child.begun < parent.closed
                """)).isZero();
    }

    private static Set<String> work() throws Exception {
        var store = store(Duration.ofMinutes(1));
        var left = new AtomicInteger(IMAGES);
        Set<String> taken = ConcurrentHashMap.newKeySet();
        atOnce(WORKERS, number -> {
            while (left.get() > 0) {
                var claimed = store.claim();
                if (claimed.isPresent()) {
                    assertThat(taken.add(claimed.get().run().image())).isTrue();
                    store.handBack(claimed.get().with(claimed.get().run().add(new Skipped("nothing to do"))));
                    left.decrementAndGet();
                } else {
                    LockSupport.parkNanos(NAP_NANOS);
                }
            }
            return number;
        });
        return taken;
    }
}
