package imagefactory.builder.cli;

import imagefactory.core.image.Platform;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The machine that this runs on. */
final class Machine {
    private Machine() {}

    static Platform platform() {
        return Platform.of("linux", System.getProperty("os.arch"), Optional.empty());
    }

    /** Where a program is, by the PATH of this environment. */
    static Optional<Path> program(String name, Map<String, String> environment) {
        var folders = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        return Arrays.stream(folders.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
