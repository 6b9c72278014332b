package imagefactory.local;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Children whose parent is gone and that are still there: on their way out, or not reached by the kernel's signal. Only
 * who holds the lock of their folder may look for them, so they are nobody's.
 */
final class Orphans {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Orphans() {}

    /**
     * Ends every process that was started with these two arguments, one after the other on its command line.
     *
     * @param ask asks one to end in order; it is killed 5 s later
     */
    static void end(String first, String second, Consumer<ProcessHandle> ask) {
        var found = ProcessHandle.allProcesses()
                .filter(process -> isStartedWith(process, List.of(first, second)))
                .toList();
        for (var process : found) {
            ask.accept(process);
            process.onExit()
                    .completeOnTimeout(process, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private static boolean isStartedWith(ProcessHandle process, List<String> pair) {
        var arguments = List.of(process.info().arguments().orElse(new String[0]));
        return Collections.indexOfSubList(arguments, pair) >= 0;
    }
}
