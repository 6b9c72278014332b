package imagefactory.core.outcome;

import java.time.Duration;

/** What one attempt at a stage came to. An outside system that is away is not an outcome: it is thrown as {@link Unavailable}. */
public sealed interface Outcome<T> {
    /** Over, and this is what it made. */
    record Done<T>(T value) implements Outcome<T> {}

    /** Started and not over; look again no sooner than {@code after}. */
    record Pending<T>(Duration after) implements Outcome<T> {}

    /** Over; the same request would fail the same way. */
    record Failed<T>(Problem problem) implements Outcome<T> {}
}
