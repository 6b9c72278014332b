package imagefactory.oci.http;

import java.time.Duration;

/** How much longer to wait for the next thing to happen. */
@FunctionalInterface
interface Patience {
    Duration left();

    /** Until a point in time, whatever happens. */
    static Patience until(Duration fromNow) {
        long end = System.nanoTime() + fromNow.toNanos();
        return () -> Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** The same again for each wait. */
    static Patience each(Duration wait) {
        return () -> wait;
    }

    /** Until nothing moved for so long; {@link #moved} says that something did. */
    final class Progress implements Patience {
        private final Duration idle;
        private volatile long last = System.nanoTime();

        Progress(Duration idle) {
            this.idle = idle;
        }

        void moved() {
            last = System.nanoTime();
        }

        @Override
        public Duration left() {
            var left = idle.minusNanos(System.nanoTime() - last);
            return left.isNegative() ? Duration.ZERO : left;
        }
    }
}
