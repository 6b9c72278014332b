package imagefactory.builder.dispatch;

import imagefactory.core.outcome.Unavailable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts the builder program so that it outlives the factory: in a session of its own, writing to its log itself. */
final class Launcher {
    private final Map<String, String> environment;
    private final Optional<Path> setsid;

    /** @param environment the factory's own, of which little is passed on */
    Launcher(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        setsid = program("setsid");
    }

    /** @throws Unavailable if there is no such program */
    Process start(BuildFolder folder, Attempt attempt, List<String> command) throws IOException, Unavailable {
        var program = program(command.getFirst())
                .orElseThrow(() -> new Unavailable("the builder program \"" + command.getFirst()
                        + "\" is not there or cannot be executed; set it right in the factory's configuration"));
        // setsid replaces itself by the program, so the process started here is the builder: a terminal's ^C passes it
        // by
        var line = Stream.of(
                        setsid.stream().map(Path::toString),
                        Stream.of(program.toString()),
                        command.stream().skip(1))
                .flatMap(each -> each)
                .toList();
        var builder = new ProcessBuilder(line).directory(folder.scratch().toFile());
        builder.environment().clear();
        builder.environment().putAll(BuilderEnvironment.of(environment, folder.mark(attempt)));
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.log().path().toFile()));
        builder.redirectErrorStream(true);
        return builder.start();
    }

    private Optional<Path> program(String name) {
        if (name.indexOf('/') >= 0) {
            return Optional.of(Path.of(name).toAbsolutePath()).filter(Launcher::isProgram);
        }
        var folders = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        return Arrays.stream(folders.split(File.pathSeparator))
                .map(folder -> Path.of(folder).resolve(name))
                .filter(Launcher::isProgram)
                .findFirst();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
