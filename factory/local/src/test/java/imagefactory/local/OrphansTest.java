package imagefactory.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansTest {
    @TempDir
    Path directory;

    @Test
    void onlyWhatWasStartedWithBothArgumentsIsEnded() throws Exception {
        var mine = Files.createFile(directory.resolve("mine")).toString();
        var others = Files.createFile(directory.resolve("others")).toString();
        var orphan = new ProcessBuilder("tail", "-f", mine).start();
        var stranger = new ProcessBuilder("tail", "-f", others).start();

        Orphans.end("-f", mine, ProcessHandle::destroy);

        assertThat(orphan.waitFor()).isEqualTo(143);
        assertThat(stranger.isAlive()).isTrue();
        stranger.destroyForcibly();
    }

    @Test
    void whatDoesNotGoWhenAskedIsKilled() throws Exception {
        var mine = Files.createFile(directory.resolve("mine")).toString();
        var orphan = new ProcessBuilder("tail", "-f", mine).start();

        Orphans.end("-f", mine, process -> {});

        assertThat(orphan.waitFor()).isEqualTo(137);
    }
}
