package imagefactory.core.attest;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that hold what is expected; run with {@code -Dgolden=write} to have them written, then read the difference. */
final class Golden {
    private static final Path RESOURCES = Path.of("src/test/resources");

    private Golden() {}

    static void expect(String file, Bytes actual) throws IOException {
        var path = RESOURCES.resolve(file);
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(path.getParent());
            Files.writeString(path, actual.utf8() + "\n");
        }
        assertThat(actual.utf8() + "\n").isEqualTo(Files.readString(path));
    }
}
