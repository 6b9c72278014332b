package imagefactory.core.outcome;

import java.time.Duration;
import java.util.Optional;

/** An outside system could not be asked; nothing is known of what was wanted from it. Ask again later. */
public final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Optional<Duration> after;

    /** @param what what was tried on what, and what came instead: it is shown as what a run waits for */
    public Unavailable(String what) {
        super(what);
        after = Optional.empty();
    }

    public Unavailable(String what, Throwable cause) {
        super(what, cause);
        after = Optional.empty();
    }

    /** @param after how long the outside system itself asked to be left alone ({@code Retry-After}) */
    public Unavailable(String what, Duration after) {
        super(what);
        this.after = Optional.of(after);
    }

    public Optional<Duration> after() {
        return after;
    }
}
