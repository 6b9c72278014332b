package imagefactory.trust.cosign;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The real programs that tests run: in {@code IMAGE_FACTORY_TOOLS/bin}, or in {@code .tools/bin} of the clone. */
final class Tools {
    private Tools() {}

    static String program(String name) {
        return folders()
                .map(folder -> folder.resolve("bin").resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new AssertionError("There is no " + name + " in .tools/bin. Type ./taskw setup."));
    }

    private static Stream<Path> folders() {
        var named = Optional.ofNullable(System.getenv("IMAGE_FACTORY_TOOLS")).map(Path::of);
        var above = Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(".tools"));
        return Stream.concat(named.stream(), above);
    }
}
