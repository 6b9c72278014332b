package imagefactory.local;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one server running: one that ends by itself is started again after 1, 2, 4, 8 and 16 s. One that ends for the
 * sixth time without having run for a minute in between, or that does not come up, is given up.
 */
final class Keeper implements Runnable, AutoCloseable {
    private static final int MOST_ENDS = 5;
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    private final String name;
    private final Starter starter;
    private final Listener listener;
    private volatile @Nullable Server server;
    private volatile boolean closed;

    /** Starts the server that is kept. */
    interface Starter {
        Server start() throws IOException;
    }

    /** Who is told. */
    interface Listener {
        void ready(Server server, Duration took) throws IOException;

        void fault(String name, String what);

        void gaveUp(String name);
    }

    Keeper(String name, Starter starter, Listener listener) {
        this.name = name;
        this.starter = starter;
        this.listener = listener;
    }

    @Override
    public void run() {
        try {
            keep();
        } catch (IOException e) {
            listener.fault(name, String.valueOf(e.getMessage()));
        } finally {
            if (!closed) {
                listener.gaveUp(name);
            }
        }
    }

    private void keep() throws IOException {
        var ends = 0;
        while (!closed && ends <= MOST_ENDS) {
            var began = System.nanoTime();
            runOnce();
            ends = System.nanoTime() - began > LONG_ENOUGH.toNanos() ? 1 : ends + 1;
            pause(ends);
        }
        if (!closed) {
            listener.fault(name, "%s ended %d times within a minute of its start; given up".formatted(name, ends));
        }
    }

    private void runOnce() throws IOException {
        var began = System.nanoTime();
        var started = starter.start();
        server = started;
        listener.ready(started, Duration.ofNanos(System.nanoTime() - began));
        var code = started.ended().join();
        if (!closed) {
            started.close();
            listener.fault(name, name + " ended by itself with exit code " + code);
        }
    }

    private void pause(int ends) {
        var until = System.nanoTime() + Duration.ofSeconds(1L << (ends - 1)).toNanos();
        while (!closed && System.nanoTime() < until) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** Stops the server. One that is only just starting ends with this JVM. */
    @Override
    public void close() {
        closed = true;
        var running = server;
        if (running != null) {
            running.stop();
        }
    }
}
