package imagefactory.oci;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that tests run: in the folder that IMAGE_FACTORY_TOOLS names, else in the repository's own .tools. */
final class Tools {
    private Tools() {}

    static Path program(String name) {
        return Stream.concat(named().stream(), above(Path.of("").toAbsolutePath()))
                .map(folder -> folder.resolve("bin").resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no program \"" + name + "\": run ./taskw setup"));
    }

    private static Optional<Path> named() {
        return Optional.ofNullable(System.getenv("IMAGE_FACTORY_TOOLS"))
                .or(() -> Optional.ofNullable(System.getProperty("IMAGE_FACTORY_TOOLS")))
                .map(Path::of);
    }

    private static Stream<Path> above(Path start) {
        return Stream.iterate(start, folder -> folder != null, Path::getParent).map(folder -> folder.resolve(".tools"));
    }
}
