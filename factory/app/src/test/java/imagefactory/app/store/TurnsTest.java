package imagefactory.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import imagefactory.core.outcome.Unavailable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two replicas, on a real PostgreSQL. */
class TurnsTest extends OwnPostgres {
    private static final String WAITING = "select count(*) from pg_locks where locktype = 'advisory' and not granted";

    private final Turns one = new Turns(DATABASE);
    private final Turns other = new Turns(DATABASE);

    @Test
    void twoReplicasTakeTurnsForAnImageAndForNoOther() throws Exception {
        var begun = new CountDownLatch(1);
        var told = new CountDownLatch(1);
        var order = Collections.synchronizedList(new ArrayList<String>());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> one.rollback("portal", () -> {
                begun.countDown();
                passed(told);
                return order.add("one");
            }));
            passed(begun);
            var second = threads.submit(() -> other.rollback("portal", () -> order.add("other")));
            await().until(() -> waiting() == 1);

            assertThat(new Turns(DATABASE).rollback("worker", () -> "at once")).isEqualTo("at once");
            assertThat(order).isEmpty();
            told.countDown();
            assertThat(first.get() && second.get()).isTrue();
        }
        assertThat(order).containsExactly("one", "other");
    }

    private static void passed(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTurnThatFailsIsOver() throws Exception {
        assertThatThrownBy(() -> one.rollback("portal", () -> {
                    throw new Unavailable("Kargo is away");
                }))
                .isInstanceOf(Unavailable.class);

        assertThat(other.rollback("portal", () -> "next")).isEqualTo("next");
    }

    private static long waiting() {
        return DATABASE.withHandle(
                handle -> handle.select(WAITING).mapTo(long.class).one());
    }
}
