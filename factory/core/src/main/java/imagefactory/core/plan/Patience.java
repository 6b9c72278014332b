package imagefactory.core.plan;

import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Unavailable;
import java.time.Duration;

/** Waits for what is being fetched, for those who have nothing else to do meanwhile. */
@FunctionalInterface
public interface Patience {
    void last(Duration time) throws InterruptedException;

    /** A question that may be answered with {@code Pending}. */
    @FunctionalInterface
    interface Question<T> {
        Outcome<T> ask() throws Unavailable;
    }

    /** @return what it came to; never {@code Pending} */
    default <T> Outcome<T> await(Question<T> question) throws Unavailable {
        var outcome = question.ask();
        while (outcome instanceof Pending<T>(var after)) {
            try {
                last(after);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Unavailable("interrupted while a source was being fetched", e);
            }
            outcome = question.ask();
        }
        return outcome;
    }
}
