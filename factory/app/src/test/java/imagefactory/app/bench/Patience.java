package imagefactory.app.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Looks again and again until something is there. */
final class Patience {
    private Patience() {}

    /** What may be there. */
    @FunctionalInterface
    interface Look<T> {
        Optional<T> now() throws IOException;
    }

    /** @throws IllegalStateException if it is not there in time */
    static <T> T until(String what, Duration longest, Duration between, Look<T> look) throws IOException {
        var deadline = System.nanoTime() + longest.toNanos();
        while (System.nanoTime() < deadline) {
            var seen = look.now();
            if (seen.isPresent()) {
                return seen.get();
            }
            LockSupport.parkNanos(between.toNanos());
        }
        throw new IllegalStateException(what + " did not come to pass within " + longest.toSeconds()
                + " s; the factory's log says why: see .run/bench/log");
    }

    static void rest(Duration duration) {
        var deadline = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < deadline) {
            LockSupport.parkNanos(deadline - System.nanoTime());
        }
    }
}
