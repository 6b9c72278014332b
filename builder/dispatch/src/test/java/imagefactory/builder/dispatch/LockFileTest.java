package imagefactory.builder.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {
    @TempDir
    Path folder;

    @Test
    void failedAttemptLeavesNothingOpen() throws Exception {
        var file = folder.resolve("lock");
        var lock = new LockFile(file);
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var taken = channel.lock()) {
            assertThat(taken.isValid()).isTrue();
            assertThatThrownBy(lock::hold).isInstanceOf(OverlappingFileLockException.class);
            assertThat(opened(file)).isOne();
        }
        try (var held = lock.hold()) {
            assertThat(held.channel().isOpen()).isTrue();
        }
        assertThat(opened(file)).isZero();
    }

    private static long opened(Path file) throws IOException {
        long opened = 0;
        try (var all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (var each : all) {
                opened += Files.exists(each) && Files.isSameFile(each, file) ? 1 : 0;
            }
        }
        return opened;
    }
}
