package imagefactory.builder.cli;

import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Something done meanwhile, on a thread that never keeps the program alive. */
final class Task<T> {
    private final FutureTask<T> future;

    private Task(FutureTask<T> future) {
        this.future = future;
    }

    static <T> Task<T> start(Callable<T> work) {
        var future = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(future);
        return new Task<>(future);
    }

    /** What came of it, or its fault. */
    T get() throws Refused, Unavailable, IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw fault(e);
        }
    }

    private static IllegalStateException fault(ExecutionException e) throws Refused, Unavailable, IOException {
        return switch (e.getCause()) {
            case Refused refused -> throw refused;
            case Unavailable away -> throw away;
            case IOException broken -> throw broken;
            case RuntimeException fault -> throw fault;
            case null, default -> new IllegalStateException(e);
        };
    }
}
