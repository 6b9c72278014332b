package imagefactory.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
    @TempDir
    Path directory;

    @Test
    void logThatIsNoUtf8IsShownAllTheSame() throws Exception {
        try (var folder = Folder.take(directory, "server")) {
            var child =
                    Child.spawn(folder, "TERM", new ProcessBuilder("sh", "-c", "printf 'caf\\351 is shut\\n'; exit 3"));

            assertThatThrownBy(() -> child.awaitReady(() -> false, Duration.ofSeconds(20)))
                    .isInstanceOf(NotStarted.class)
                    .hasMessageContaining("it ended with exit code 3")
                    .hasMessageEndingWith("caf\uFFFD is shut");
        }
    }
}
