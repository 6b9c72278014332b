package imagefactory.app.system;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Stops the first request of a kind on its way to the registry, does something to the world, and lets it go on when told. */
final class Hold implements Guard {
    private final Predicate<Effect> chosen;
    private final Consumer<Crossing> deed;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Crossing> held = new CompletableFuture<>();
    private final CompletableFuture<Boolean> released = new CompletableFuture<>();

    Hold(Predicate<Effect> chosen, Consumer<Crossing> deed) {
        this.chosen = chosen;
        this.deed = deed;
    }

    /** Waits for the request. */
    Crossing held() {
        return held.orTimeout(2, java.util.concurrent.TimeUnit.MINUTES).join();
    }

    void release() {
        released.complete(true);
    }

    @Override
    public boolean lets(Crossing crossing) {
        if (chosen.test(crossing.effect()) && begun.compareAndSet(false, true)) {
            deed.accept(crossing);
            held.complete(crossing);
            released.join();
        }
        return true;
    }
}
