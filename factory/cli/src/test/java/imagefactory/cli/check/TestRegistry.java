package imagefactory.cli.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real registry on a free port, in memory, over plain http, for as long as it is not closed. */
public final class TestRegistry implements AutoCloseable {
    private final Process process;
    private final int port;

    public TestRegistry() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = new ProcessBuilder(program("referrers-registry").toString(), "-addr", address())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Awaitility.await("the registry " + address())
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(this::isUp);
    }

    /** Host and port. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private boolean isUp() {
        try (var connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return connection.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** In the folder that IMAGE_FACTORY_TOOLS names, else in the repository's own .tools. */
    private static Path program(String name) {
        var named = Optional.ofNullable(System.getenv("IMAGE_FACTORY_TOOLS")).map(Path::of);
        var above = Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(".tools"));
        return Stream.concat(named.stream(), above)
                .map(folder -> folder.resolve("bin").resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no program \"" + name + "\": run ./taskw setup"));
    }
}
