package imagefactory.app.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** A real registry without the referrers API (distribution 2.8), which may go away and come back as it was. */
final class RegistryServer implements AutoCloseable {
    private final Path folder;
    private final int port = Tools.freePort();
    private Process process;

    RegistryServer(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        process = start();
    }

    /** Host and port. */
    String address() {
        return "127.0.0.1:" + port;
    }

    void goAway() {
        process.destroyForcibly();
        process.onExit().join();
    }

    void comeBack() throws IOException {
        if (!process.isAlive()) {
            process = start();
        }
    }

    /** How many different manifests and indexes were ever put into a repository, under whatever tag, or none. */
    long manifests(String repository) throws IOException {
        var revisions = folder.resolve("data/docker/registry/v2/repositories")
                .resolve(repository)
                .resolve("_manifests/revisions/sha256");
        if (!Files.exists(revisions)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(revisions)) {
            return all.count();
        }
    }

    private Process start() throws IOException {
        var config =
                Files.writeString(folder.resolve("registry.yml"), """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage:
                  filesystem: {rootdirectory: %s}
                  cache: {blobdescriptor: inmemory}
                http: {addr: "%s"}
                """.formatted(folder.resolve("data"), address()));
        var started = Children.start(
                new ProcessBuilder(Tools.program("registry").toString(), "serve", config.toString()),
                folder.resolve("log"));
        await("the registry, which logs to " + folder.resolve("log"))
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(this::listens);
        return started;
    }

    private boolean listens() {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        goAway();
    }
}
