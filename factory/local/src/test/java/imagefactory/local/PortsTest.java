package imagefactory.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    @TempDir
    Path directory;

    @Test
    void areTheSameEveryTime() throws Exception {
        var file = directory.resolve("ports");

        var first = Ports.keep(file, 2);

        assertThat(first).doesNotHaveDuplicates();
        assertThat(Ports.keep(file, 2)).isEqualTo(first);
    }

    @Test
    void onlyTheTakenOneIsReplaced() throws Exception {
        var file = directory.resolve("ports");
        var first = Ports.keep(file, 2);

        try (var squatter = new ServerSocket(first.get(0), 1, InetAddress.getLoopbackAddress())) {
            var second = Ports.keep(file, 2);

            assertThat(second.get(0)).isNotEqualTo(squatter.getLocalPort());
            assertThat(second.get(1)).isEqualTo(first.get(1));
            assertThat(Files.readAllLines(file))
                    .isEqualTo(second.stream().map(String::valueOf).toList());
        }
    }

    @Test
    void nonsenseInTheFileIsReplaced() throws Exception {
        var file = directory.resolve("ports");
        Files.write(file, List.of("-1", "99999"));

        assertThat(Ports.keep(file, 2)).allMatch(port -> port >= 20_000 && port < 32_000);
    }
}
