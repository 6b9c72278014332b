package imagefactory.app.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The factory's process: what was started by its launcher is taken over, with its command and its environment, so that it
 * is started again here, with nothing between the clock and it.
 */
final class Factory {
    private static final String CACHE = "-XX:AOTCache=";
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration OFTEN = Duration.ofMillis(2);

    /** Ticks of /proc in a second: 100 on every Linux that Java runs on. */
    private static final double TICKS = 100;

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private ProcessHandle process;

    private Factory(List<String> command, Map<String, String> environment, Path log, ProcessHandle process) {
        this.command = command;
        this.environment = environment;
        this.log = log;
        this.process = process;
    }

    /** What one start came to. */
    record Started(double seconds, double processorSeconds) {}

    static Factory runningIn(Path state) throws IOException {
        var pid = Long.parseLong(Files.readString(state.resolve("factory.pid")).split(" ", 2)[0]);
        var environment = new HashMap<String, String>();
        for (var variable : words(Path.of("/proc/" + pid + "/environ"))) {
            var parts = variable.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        return new Factory(
                words(Path.of("/proc/" + pid + "/cmdline")),
                environment,
                state.resolve("log/factory.log"),
                ProcessHandle.of(pid).orElseThrow());
    }

    String setting(String name) {
        return Optional.ofNullable(environment.get(name)).orElseThrow();
    }

    boolean cached() {
        return command.stream().anyMatch(word -> word.startsWith(CACHE));
    }

    /** Starts it and waits until it says that it is ready. */
    Started start(boolean withCache, Api api) throws IOException {
        Predicate<String> wanted = word -> withCache || !word.startsWith(CACHE);
        var builder = new ProcessBuilder(command.stream().filter(wanted).toList())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        var since = System.nanoTime();
        process = builder.start().toHandle();
        Patience.until("the factory's start", GRACE, OFTEN, () -> api.ready() ? Optional.of(true) : Optional.empty());
        return new Started(Numbers.secondsSince(since), processorSeconds());
    }

    /** Asks it to end. @return the seconds until it was gone */
    double stop() throws IOException {
        var since = System.nanoTime();
        process.destroy();
        Patience.until(
                "the factory's end", GRACE, OFTEN, () -> process.isAlive() ? Optional.empty() : Optional.of(true));
        return Numbers.secondsSince(since);
    }

    /** Waits until it has a child that was not there before: a build's process. */
    void awaitBuilder() throws IOException {
        Patience.until(
                "a build's process",
                Duration.ofSeconds(30),
                OFTEN,
                () -> process.children().findAny());
    }

    double residentMebibytes() throws IOException {
        var line = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.replaceAll("\\D+", "")) / 1024;
    }

    private double processorSeconds() throws IOException {
        var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    private static List<String> words(Path file) throws IOException {
        var text = Files.readString(file, StandardCharsets.UTF_8);
        return Arrays.stream(text.split("\0", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
