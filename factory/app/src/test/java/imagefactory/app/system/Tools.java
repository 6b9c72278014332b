package imagefactory.app.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code ./taskw setup} brought: in the folder that IMAGE_FACTORY_TOOLS names, else in the repository's own .tools. */
public final class Tools {
    private Tools() {}

    /** kustomize is in it. */
    public static Path kubectl() {
        return found(Path.of("cluster", "kubectl"));
    }

    static Path program(String name) {
        return found(Path.of("bin", name));
    }

    static Path vulnerabilities() {
        return found(Path.of("trivy-db", "db", "trivy.db")).resolve("../..").normalize();
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path found(Path what) {
        return Stream.concat(named().stream(), above(Path.of("").toAbsolutePath()))
                .map(folder -> folder.resolve(what))
                .filter(Files::isReadable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "there is no \"" + what + "\": run ./taskw setup, and deploy/local/cluster/binaries api"));
    }

    private static Optional<Path> named() {
        return Optional.ofNullable(System.getenv("IMAGE_FACTORY_TOOLS")).map(Path::of);
    }

    private static Stream<Path> above(Path start) {
        return Stream.iterate(start, folder -> folder != null, Path::getParent).map(folder -> folder.resolve(".tools"));
    }
}
