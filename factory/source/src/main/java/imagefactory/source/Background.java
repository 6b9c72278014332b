package imagefactory.source;

import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work that may take longer than its asker can wait: begun once for each key, fetched by asking again.
 *
 * <p>What is begun and never asked for again is forgotten after ten minutes.
 */
public final class Background<K, V> implements AutoCloseable {
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MAX_BEGUN = 1_000;

    private final ExecutorService threads;
    private final Clock clock;
    private final Map<K, Begun<V>> begun = new ConcurrentHashMap<>();

    private record Begun<V>(Future<V> work, Instant at) {}

    /** @param name of its threads */
    public Background(String name, int threads, Clock clock) {
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name(name + "-", 1).factory());
        this.clock = clock;
    }

    /** @return empty if it is not done within this time; ask again with the same key */
    public Optional<V> run(K key, Callable<V> work, Duration wait) throws Refused, Unavailable {
        prune();
        var mine = begun.computeIfAbsent(key, _ -> begin(work));
        try {
            var value = mine.work().get(wait.toMillis(), TimeUnit.MILLISECONDS);
            begun.remove(key, mine);
            return Optional.of(value);
        } catch (TimeoutException _) { // that is what the caller is told
            return Optional.empty();
        } catch (ExecutionException e) {
            begun.remove(key, mine);
            throw thrown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("The factory is stopping", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private Begun<V> begin(Callable<V> work) {
        if (begun.size() >= MAX_BEGUN) {
            return new Begun<>(
                    CompletableFuture.failedFuture(
                            new Unavailable("More than " + MAX_BEGUN + " repositories are being asked")),
                    clock.instant());
        }
        return new Begun<>(threads.submit(work), clock.instant());
    }

    private void prune() {
        var oldest = clock.instant().minus(KEPT);
        begun.values().removeIf(each -> each.work().isDone() && each.at().isBefore(oldest));
    }

    private static Unavailable thrown(ExecutionException e) throws Refused {
        return switch (e.getCause()) {
            case Refused refused -> throw refused;
            case Unavailable away -> new Unavailable(String.valueOf(away.getMessage()), away);
            case RuntimeException fault -> throw fault;
            case null, default -> throw new IllegalStateException("work on a repository failed", e);
        };
    }
}
