package imagefactory.builder.dispatch;

import imagefactory.builder.dispatch.ProcessSettings.Retention;
import imagefactory.core.outcome.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A folder in which process executors work and the scripted builder counts its starts. */
record Workshop(Path folder, TestClock clock) {
    static final Duration LIMIT = Duration.ofHours(1);

    Path work() {
        return folder.resolve("work");
    }

    Path tally() {
        return folder.resolve("tally");
    }

    List<String> started() throws IOException {
        return Files.exists(tally()) ? Files.readAllLines(tally()) : List.of();
    }

    ProcessExecutor executor(String script) throws Unavailable {
        return executor(settings(script, 4, Retention.DEFAULT), () -> {});
    }

    ProcessExecutor executor(ProcessSettings settings, Runnable onChange) throws Unavailable {
        return new ProcessExecutor(settings, Map.of("PATH", System.getenv("PATH"), "SECRET", "x"), clock, onChange);
    }

    ProcessSettings settings(String script, int concurrency, Retention retention) {
        return new ProcessSettings(
                java(ScriptedBuilder.class, script, tally()), work(), LIMIT, concurrency, Access.NONE, retention);
    }

    /** The command line of a small JVM that runs this class. */
    static List<String> java(Class<?> main, Object... arguments) {
        var line = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (var argument : arguments) {
            line.add(argument.toString());
        }
        return line;
    }
}
