package imagefactory.scanner.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Unavailable;
import imagefactory.scanner.TrivyReport;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs, as an API server passes them on from kubelets. */
class ClusterTest {
    private HttpServer server;
    private KubernetesClient client;
    private volatile int status = 200;
    private volatile byte[] answer = new byte[0];
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(status, 0);
            try (var body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void logIsReadAsItIs() throws Exception {
        answer = "{\"a\": \"ü\"}\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);

        assertThat(cluster().read("pod", "match")).isEqualTo(Bytes.of(answer));
        // the client looks whether the pod is ready, and is not done with that when it reads
        assertThat(asked).contains("/api/v1/namespaces/scans/pods/pod/log?pretty=false&container=match");
    }

    @Test
    void noMoreIsReadThanADocumentMayHave() throws Exception {
        answer = new byte[TrivyReport.MOST_BYTES + 1000];

        assertThat(cluster().read("pod", "match").size()).isEqualTo(TrivyReport.MOST_BYTES + 1);
    }

    @Test
    void logThatIsGoneIsTold() {
        status = 404;
        answer = """
                {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 404, "message": "pods \\"pod\\" not found"}""".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> cluster().read("pod", "match"))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining(
                        "the cluster did not let read the log of match in the pod pod in the namespace scans: ");
    }

    private Cluster cluster() {
        return new Cluster(client, "scans");
    }
}
