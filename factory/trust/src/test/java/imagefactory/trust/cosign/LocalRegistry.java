package imagefactory.trust.cosign;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real registry of this test's own, on a free port of this machine. */
final class LocalRegistry implements AutoCloseable {
    private final Process process;
    private final RegistryHttp http;

    private LocalRegistry(Process process, RegistryHttp http) {
        this.process = process;
        this.http = http;
    }

    /** Go-containerregistry's, which answers the referrers API of OCI 1.1 and keeps everything in memory. */
    static LocalRegistry withReferrers(Path folder) throws IOException {
        var address = freeAddress();
        var command = List.of(Tools.program("referrers-registry"), "-addr", address);
        return started(command, new RegistryHttp(address, true), folder);
    }

    /** The one of distribution 2, which has no referrers API. */
    static LocalRegistry withoutReferrers(Path folder) throws IOException {
        var address = freeAddress();
        var configuration =
                Files.writeString(folder.resolve("registry.yaml"), """
                version: 0.1
                log: {level: error}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: %s}
                """.formatted(folder.resolve("data"), address));
        var command = List.of(Tools.program("registry"), "serve", configuration.toString());
        return started(command, new RegistryHttp(address, false), folder);
    }

    RegistryHttp http() {
        return http;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(5, TimeUnit.SECONDS).join();
    }

    private static LocalRegistry started(List<String> command, RegistryHttp http, Path folder) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
        Awaitility.await(command.toString())
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(http::isUp);
        return new LocalRegistry(process, http);
    }

    private static String freeAddress() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
