package imagefactory.app.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Processes that end with this one, however it ends: the kernel sees to it. */
final class Children {
    /** To the kernel the parent is the thread that started a child, so this one stays. */
    private static final ExecutorService PARENT = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("parent").factory());

    private Children() {}

    /** Its output is added to the log. */
    static Process start(ProcessBuilder builder, Path log) {
        var command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "--"));
        command.addAll(builder.command());
        builder.command(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return CompletableFuture.supplyAsync(() -> started(builder), PARENT).join();
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
