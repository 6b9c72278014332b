package imagefactory.builder.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real registry (docker-registry 2.8 or newer) as a process, with its storage in a folder. */
final class TestRegistry implements AutoCloseable {
    private final Process process;
    private final String host;

    private TestRegistry(Process process, String host) {
        this.process = process;
        this.host = host;
    }

    static TestRegistry start(Path folder) throws Exception {
        return start(folder, "");
    }

    /** Over https. */
    static TestRegistry start(Path folder, SelfSigned self) throws Exception {
        return start(folder, ", tls: {certificate: %s, key: %s}".formatted(self.certificate(), self.key()));
    }

    private static TestRegistry start(Path folder, String more) throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var host = "127.0.0.1:" + port;
        var config = Files.writeString(Files.createDirectories(folder).resolve("config.yaml"), """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "%s", secret: test%s}
                """.formatted(
                        folder.resolve("data"), host, more));
        var builder = new ProcessBuilder(program(), "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().put("OTEL_TRACES_EXPORTER", "none");
        var registry = new TestRegistry(builder.start(), host);
        registry.awaitUp(folder.resolve("log"));
        return registry;
    }

    String host() {
        return host;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String program() {
        var tools = Optional.ofNullable(System.getenv("IMAGE_FACTORY_TOOLS")).map(Path::of);
        return Stream.of(
                        tools.map(folder -> folder.resolve("bin/registry")),
                        Optional.of(Path.of("/usr/bin/docker-registry")))
                .flatMap(Optional::stream)
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new IllegalStateException(
                        "There is no registry: run ./taskw setup, or set IMAGE_FACTORY_TOOLS to its folder"));
    }

    private void awaitUp(Path log) throws Exception {
        for (int attempt = 0; attempt < 200 && process.isAlive(); attempt++) {
            if (answers()) {
                return;
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        throw new IllegalStateException("The registry did not come up: " + Files.readString(log));
    }

    private boolean answers() {
        try (var _ =
                new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(host.substring(host.indexOf(':') + 1)))) {
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }
}
