package imagefactory.core.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.outcome.AtOnce.Question;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
