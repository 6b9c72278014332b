package imagefactory.builder.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One start of the builder program for a build.
 *
 * @param number counts from 1
 * @param process empty while it is being started
 */
record Attempt(int number, Optional<SystemProcess> process, Instant started, Instant deadline) {
    /** The first one, and two more where the process went away without a word. */
    static final int MOST = 3;

    static Attempt first(Instant now, Duration limit) {
        return new Attempt(1, Optional.empty(), now, now.plus(limit));
    }

    Attempt next(Instant now, Duration limit) {
        return new Attempt(number + 1, Optional.empty(), now, now.plus(limit));
    }

    Attempt with(SystemProcess started) {
        return new Attempt(number, Optional.of(started), this.started, deadline);
    }

    boolean isRunning() {
        return process.filter(SystemProcess::isAlive).isPresent();
    }
}
