package imagefactory.oci.http;

import imagefactory.core.outcome.Unavailable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How much goes on at one registry at a time.
 *
 * <p>Calls, blobs in and blobs out are counted apart: a transfer from a registry into itself holds one of each, and would
 * else wait for itself.
 */
final class Budget {
    private final String registry;
    private final Semaphore calls;
    private final Semaphore downloads;
    private final Semaphore uploads;

    Budget(String registry, int concurrency) {
        this.registry = registry;
        calls = new Semaphore(concurrency, true);
        downloads = new Semaphore(Math.max(1, concurrency / 2), true);
        uploads = new Semaphore(Math.max(1, concurrency / 2), true);
    }

    /** Gives back what was taken; once is enough, twice does no harm. */
    static final class Permit implements AutoCloseable {
        private final AtomicBoolean held = new AtomicBoolean(true);
        private final Semaphore from;

        private Permit(Semaphore from) {
            this.from = from;
        }

        @Override
        public void close() {
            if (held.compareAndSet(true, false)) {
                from.release();
            }
        }
    }

    Permit call(Patience patience) throws Unavailable {
        return take(calls, "calls", patience);
    }

    Permit download(Patience patience) throws Unavailable {
        return take(downloads, "downloads", patience);
    }

    Permit upload(Patience patience) throws Unavailable {
        return take(uploads, "uploads", patience);
    }

    private Permit take(Semaphore from, String what, Patience patience) throws Unavailable {
        var wait = patience.left();
        try {
            if (from.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                return new Permit(from);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while waiting for a turn at " + registry, e);
        }
        throw new Unavailable("no turn at " + registry + " within " + wait.toMillis() + " ms: as many " + what
                + " as allowed are under way");
    }
}
