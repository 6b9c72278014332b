package imagefactory.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jgit.lib.ProgressMonitor;

/** Ends a fetch that takes too long or brings too much; the size is looked at twice a second. */
final class FetchGuard implements ProgressMonitor {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Path objects;
    private final GitLimits limits;
    private final long before;
    private final Instant deadline;
    private Instant nextLook;
    private boolean tooMuch;

    FetchGuard(Path repository, GitLimits limits) {
        this.objects = repository.resolve("objects");
        this.limits = limits;
        before = size();
        deadline = Instant.now().plus(limits.fetchTime());
        nextLook = Instant.now().plus(BETWEEN_LOOKS);
    }

    @Override
    public boolean isCancelled() {
        var now = Instant.now();
        if (now.isAfter(nextLook)) {
            nextLook = now.plus(BETWEEN_LOOKS);
            tooMuch = tooMuch || size() - before > limits.fetchBytes();
        }
        return tooMuch || now.isAfter(deadline) || Thread.currentThread().isInterrupted();
    }

    @Override
    public void start(int totalTasks) {
        // only the limits are of interest
    }

    @Override
    public void beginTask(String title, int totalWork) {
        // only the limits are of interest
    }

    @Override
    public void update(int completed) {
        // only the limits are of interest
    }

    @Override
    public void endTask() {
        // only the limits are of interest
    }

    @Override
    public void showDuration(boolean enabled) {
        // only the limits are of interest
    }

    private long size() {
        try (var files = Files.walk(objects, 2)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(FetchGuard::size)
                    .sum();
        } catch (IOException | UncheckedIOException _) { // files move while they are counted: the next look sees them
            return 0;
        }
    }

    private static long size(Path file) {
        return file.toFile().length();
    }
}
