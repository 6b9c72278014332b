package imagefactory.builder.dispatch.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A node that the API server finds and asks for logs; what a kubelet does besides, tests do. */
final class PlayedNode implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** The same for all, as keytool takes a second. */
    private static final SSLContext TLS = tls();

    private final Map<String, Path> logs = new ConcurrentHashMap<>();
    private final KubernetesClient client;
    private final HttpsServer kubelet;
    private final String name;

    PlayedNode(KubernetesClient client) throws IOException {
        this.client = client;
        kubelet = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        kubelet.setHttpsConfigurator(new HttpsConfigurator(TLS));
        kubelet.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        kubelet.createContext("/containerLogs/", this::log);
        kubelet.start();
        name = "node-" + kubelet.getAddress().getPort();
        register();
    }

    String name() {
        return name;
    }

    private void register() {
        var node = client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        node.setStatus(new NodeBuilder()
                .withNewStatus()
                .addNewAddress("127.0.0.1", "InternalIP")
                .withNewDaemonEndpoints()
                .withNewKubeletEndpoint(kubelet.getAddress().getPort())
                .endDaemonEndpoints()
                .endStatus()
                .build()
                .getStatus());
        client.resource(node).patchStatus();
    }

    /** Where a pod's container writes to. */
    void logOf(String pod, Path log) {
        logs.put(pod, log);
    }

    /** {@code /containerLogs/namespace/pod/container?tailLines=…}. */
    private void log(HttpExchange exchange) throws IOException {
        var pod = Path.of(exchange.getRequestURI().getPath()).getName(2).toString();
        var log = logs.get(pod);
        var lines = log == null ? "" : Files.readString(log);
        var query = String.valueOf(exchange.getRequestURI().getQuery());
        var most = query.replaceAll(".*tailLines=(\\d+).*", "$1");
        var bytes = last(lines, most.matches("\\d+") ? Integer.parseInt(most) : Integer.MAX_VALUE)
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        try (var body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    private static String last(String text, int lines) {
        var all = text.lines().toList();
        return all.stream()
                .skip(Math.max(0, all.size() - lines))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static SSLContext tls() {
        try {
            var folder = Files.createTempDirectory("kubelet");
            var store = folder.resolve("kubelet.p12");
            keytool(store);
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(KeyStore.getInstance(store.toFile(), PASSWORD), PASSWORD);
            Files.delete(store);
            Files.delete(folder);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no key for a kubelet", e);
        }
    }

    private static void keytool(Path store) throws IOException {
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "kubelet",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=kubelet",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        if (keytool.onExit().join().exitValue() != 0) {
            throw new IOException("keytool made no key");
        }
    }

    /** As if somebody had pulled its plug: its logs cannot be read, its object stays. */
    void vanish() {
        kubelet.stop(0);
    }

    @Override
    public void close() {
        kubelet.stop(0);
        client.nodes().withName(name).delete();
    }
}
