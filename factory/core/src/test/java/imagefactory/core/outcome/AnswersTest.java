package imagefactory.core.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private final Answers<String, Integer> answers = new Answers<>();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void whoeverAsksTheSameIsGivenTheOneAnswer() throws Exception {
        var given = AtOnce.all(IntStream.range(0, 100)
                .<AtOnce.Question<Integer>>mapToObj(_ -> () -> answers.to("a", asked::incrementAndGet))
                .toList());

        assertThat(given).hasSize(100).containsOnly(1);
        assertThat(answers.to("b", asked::incrementAndGet)).isEqualTo(2);
    }

    @Test
    void thatNobodyCouldBeAskedIsAnAnswerToo() {
        for (var _ : List.of(1, 2)) {
            assertThatThrownBy(() -> answers.to("a", this::away)).hasMessage("away 1");
        }
    }

    private int away() throws Unavailable {
        throw new Unavailable("away " + asked.incrementAndGet());
    }
}
