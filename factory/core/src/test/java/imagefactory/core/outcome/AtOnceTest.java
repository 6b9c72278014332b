package imagefactory.core.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.outcome.AtOnce.Question;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AtOnceTest {
    @Test
    void questionsDoNotWaitForEachOtherAndAnswersKeepTheirOrder() throws Exception {
        var met = new CountDownLatch(2);
        List<Question<Integer>> questions = List.of(() -> meeting(met, 1), () -> meeting(met, 2));

        assertThat(AtOnce.all(questions)).isEqualTo(List.of(1, 2));
    }

    @Test
    void firstFailureIsToldWhenAllAreOver() {
        var over = new AtomicBoolean();
        var away = new Unavailable("the second is away");
        List<Question<Boolean>> questions = List.of(
                () -> true,
                () -> {
                    throw away;
                },
                () -> {
                    over.set(true);
                    throw new IllegalStateException("the third");
                });

        assertThatThrownBy(() -> AtOnce.all(questions)).isSameAs(away);
        assertThat(over).isTrue();
    }

    @Test
    void noMoreThanAFewAreUnderWayAtATime() throws Exception {
        var underWay = new AtomicInteger();
        var most = new AtomicInteger();

        var answers = AtOnce.each(IntStream.range(0, 500).boxed().toList(), number -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            LockSupport.parkNanos(1000);
            underWay.decrementAndGet();
            return -number;
        });

        assertThat(answers).hasSize(500).containsEntry(7, -7);
        assertThat(most.get()).isBetween(1, AtOnce.MOST);
    }

    private static int meeting(CountDownLatch met, int number) throws Unavailable {
        met.countDown();
        try {
            assertThat(met.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new Unavailable("interrupted", e);
        }
        return number;
    }
}
