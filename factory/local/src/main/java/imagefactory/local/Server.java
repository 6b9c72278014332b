package imagefactory.local;

import java.util.concurrent.CompletableFuture;

/** A server that runs as a child process of this JVM, keeps its data in a folder and ends, at the latest, with this JVM. */
public sealed interface Server extends AutoCloseable permits Kafka, Postgres {
    /** The name that its folder and its log carry. */
    String name();

    /** Where it listens, on 127.0.0.1 only; kept from start to start for as long as nobody else takes it. */
    int port();

    /** The child's process id. */
    long pid();

    /** Completes with the exit code when the child has ended, for whatever reason. */
    CompletableFuture<Integer> ended();

    /** Ends it in order, within 5 s, and else by {@link #kill}. Its data can be started again, on the same port. */
    void stop();

    /** Ends it at once, as {@code kill -9} or the loss of the machine would. Its data can be started again. */
    void kill();

    /** Same as {@link #stop}; doing it twice does no harm. */
    @Override
    default void close() {
        stop();
    }
}
