package imagefactory.builder.dispatch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A process of this machine, told apart from another one that got the same number later (Linux, proc(5)).
 *
 * @param pid its number
 * @param born boot and clock tick at which it was started: no clock that is set, no reboot can make it match another's
 */
record SystemProcess(long pid, String born) {
    private static final Path PROC = Path.of("/proc");

    /** Where the fields begin that follow the command's name, which may hold anything: state is field 3 of proc(5). */
    private static final int STATE = 0;

    private static final int SESSION = 3;
    private static final int START_TIME = 19;
    private static final List<String> GONE = List.of("Z", "X", "x");

    /** The process that has this number now. */
    static Optional<SystemProcess> of(long pid) {
        return stat(pid).map(fields -> new SystemProcess(pid, born(fields)));
    }

    /** Neither gone nor a zombie that nobody has collected. */
    boolean isAlive() {
        return stat(pid)
                .filter(fields -> !GONE.contains(fields.get(STATE)))
                .map(SystemProcess::born)
                .filter(born::equals)
                .isPresent();
    }

    /** Its handle, as long as it lives. */
    Optional<ProcessHandle> handle() {
        return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
    }

    static Optional<Long> session(long pid) {
        return stat(pid).map(fields -> Long.valueOf(fields.get(SESSION)));
    }

    /** What it was started with as its mark; empty for processes that have none or belong to others. */
    static Optional<String> mark(long pid) {
        var prefix = BuilderEnvironment.MARK + "=";
        return read(pid, "environ")
                .flatMap(all -> Arrays.stream(all.split("\0"))
                        .filter(each -> each.startsWith(prefix))
                        .findFirst())
                .map(each -> each.substring(prefix.length()));
    }

    private static Optional<List<String>> stat(long pid) {
        return read(pid, "stat")
                .map(line -> List.of(line.substring(line.lastIndexOf(')') + 2).split(" ")));
    }

    private static String born(List<String> fields) {
        return Boot.ID + "/" + fields.get(START_TIME);
    }

    private static Optional<String> read(long pid, String file) {
        try {
            return Optional.of(
                    Files.readString(PROC.resolve(Long.toString(pid)).resolve(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty(); // it ended while it was looked at, or it is not ours to look at
        }
    }

    /** Read once: it holds until the machine goes down, and so does this process. */
    private static final class Boot {
        static final String ID = read();

        private static String read() {
            try {
                return Files.readString(PROC.resolve("sys/kernel/random/boot_id"))
                        .strip();
            } catch (IOException e) {
                throw new IllegalStateException("builds run as processes on Linux only: /proc cannot be read", e);
            }
        }
    }
}
