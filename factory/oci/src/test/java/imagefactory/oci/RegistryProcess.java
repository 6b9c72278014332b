package imagefactory.oci;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real registry on a free port of this machine, over plain http, for as long as it is not closed. */
final class RegistryProcess implements AutoCloseable {
    private final Process process;
    private final String address;

    private RegistryProcess(String address, Path log, String... command) throws IOException {
        this.address = address;
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await("the registry " + address + ", which logs to " + log)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(this::isUp);
    }

    /** distribution 2.8: no referrers API. */
    static RegistryProcess distribution(Path folder) throws IOException {
        return distribution(folder, "");
    }

    /** The same over https. */
    static RegistryProcess distribution(Path folder, Path certificate, Path key) throws IOException {
        return distribution(folder, "  tls:\n    certificate: " + certificate + "\n    key: " + key + "\n");
    }

    private static RegistryProcess distribution(Path folder, String more) throws IOException {
        var address = free();
        var config = Files.writeString(
                folder.resolve("registry.yml"), """
            version: 0.1
            log:
              level: error
              accesslog:
                disabled: true
            storage:
              filesystem:
                rootdirectory: %s
              delete:
                enabled: true
              cache:
                blobdescriptor: inmemory
            http:
              addr: %s
            """.formatted(folder.resolve("data"), address) + more);
        var program = Tools.program("registry").toString();
        return new RegistryProcess(address, folder.resolve("log"), program, "serve", config.toString());
    }

    /** go-containerregistry's, with the referrers API. */
    static RegistryProcess withReferrers(Path folder) throws IOException {
        var address = free();
        var program = Tools.program("referrers-registry").toString();
        return new RegistryProcess(address, folder.resolve("log"), program, "-addr", address);
    }

    /** Host and port. */
    String address() {
        return address;
    }

    private boolean isUp() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the registry " + address + " ended with " + process.exitValue());
        }
        var port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
