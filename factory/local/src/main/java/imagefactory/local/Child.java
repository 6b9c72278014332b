package imagefactory.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A process that does not outlive this one.
 *
 * <p>The kernel sends it a signal when its parent is gone, even by {@code kill -9} ({@code prctl(2)}, PR_SET_PDEATHSIG).
 * "Parent" means the thread that started it, so each child has a thread of its own that does nothing but wait for its end.
 */
final class Child {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final int LOG_TAIL = 8;

    private final Folder folder;
    private final Process process;

    private Child(Folder folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** @param lastSignal what the kernel sends it when this process is gone, such as {@code TERM} */
    static Child spawn(Folder folder, String lastSignal, ProcessBuilder builder) throws IOException {
        var command = new ArrayList<>(List.of("setpriv", "--pdeathsig", lastSignal, "--"));
        command.addAll(builder.command());
        builder.command(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
        var started = new CompletableFuture<Process>();
        Thread.ofPlatform().daemon().name("parent of " + folder.name()).start(() -> hold(builder, started));
        try {
            return new Child(folder, started.join());
        } catch (CompletionException e) {
            throw new NotStarted(
                    "%s could not be run (%s); setpriv and unshare come with the package util-linux"
                            .formatted(folder.name(), e.getMessage()),
                    e);
        }
    }

    private static void hold(ProcessBuilder builder, CompletableFuture<Process> started) {
        try {
            var process = builder.start();
            started.complete(process);
            process.onExit().join();
        } catch (IOException e) {
            started.completeExceptionally(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(Process::exitValue);
    }

    void awaitReady(BooleanSupplier ready, Duration limit) throws IOException {
        var begin = System.nanoTime();
        while (!ready.getAsBoolean()) {
            if (endedWithin(LOOK_AGAIN)) {
                throw notReady("it ended with exit code " + process.exitValue());
            }
            if (System.nanoTime() - begin > limit.toNanos()) {
                kill();
                throw notReady("it was not ready within " + limit.toSeconds() + " s");
            }
        }
    }

    private NotStarted notReady(String finding) throws IOException {
        return new NotStarted(
                "%s did not start: %s. Mend what its log says, or move %s away to begin with nothing. %s ends with%n%s"
                        .formatted(folder.name(), finding, folder.path(), folder.log(), tail()));
    }

    private String tail() throws IOException {
        var lines = new String(Files.readAllBytes(folder.log()), StandardCharsets.UTF_8)
                .lines()
                .toList(); // whatever bytes a program writes
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL), lines.size()));
    }

    boolean endedWithin(Duration limit) {
        return ended().thenApply(code -> true)
                .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    void terminate() {
        process.destroy();
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
