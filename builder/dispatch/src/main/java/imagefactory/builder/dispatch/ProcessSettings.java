package imagefactory.builder.dispatch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How builds run as processes on this machine.
 *
 * @param command starts the builder program; the flags of one build are added to it
 * @param work a folder of ours alone, on a local file system; replicas on this machine may share it
 * @param limit how long one attempt may take before it is killed
 * @param concurrency how many builds run at once, over all replicas that share the folder; at least 1
 * @param access what a build may use beyond its own folder
 * @param retention what is kept of builds that are over
 */
public record ProcessSettings(
        List<String> command, Path work, Duration limit, int concurrency, Access access, Retention retention) {
    public ProcessSettings {
        command = List.copyOf(command);
        work = work.toAbsolutePath().normalize();
        if (command.isEmpty() || concurrency < 1 || limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(
                    "builds need a command, a limit above 0 and a concurrency of at least 1");
        }
    }

    /** What is kept of builds that are over: log and result, for this long and of so many builds. */
    public record Retention(Duration age, int builds) {
        public static final Retention DEFAULT = new Retention(Duration.ofDays(1), 200);
    }
}
