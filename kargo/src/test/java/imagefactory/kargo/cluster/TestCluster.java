package imagefactory.kargo.cluster;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import imagefactory.local.ApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An API server of Kubernetes, with etcd and without anything else, that takes Kargo's kinds by these definitions. */
public final class TestCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ApiServer server;
    private final KubernetesClient client;

    private TestCluster(ApiServer server) {
        this.server = server;
        client = new KubernetesClientBuilder().withConfig(config()).build();
    }

    /** @param definitions CustomResourceDefinitions */
    public static TestCluster start(List<JsonNode> definitions) throws IOException {
        var cluster = new TestCluster(ApiServer.start());
        cluster.install(definitions);
        return cluster;
    }

    public KubernetesClient client() {
        return client;
    }

    Config config() {
        return Config.fromKubeconfig(server.kubeconfig().toFile());
    }

    /** Has the kinds be known, once the server says so. */
    void install(List<JsonNode> definitions) {
        for (var definition : definitions) {
            client.resource(client.getKubernetesSerialization()
                            .convertValue(definition, CustomResourceDefinition.class))
                    .serverSideApply();
        }
        await().atMost(PATIENCE)
                .until(() -> client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                        .allMatch(TestCluster::isEstablished));
        definitions.forEach(this::listed);
    }

    /** Once established, a kind can be written to, and not yet be listed ("storage is (re)initializing"). */
    private void listed(JsonNode definition) {
        var spec = definition.path("spec");
        var path = "/apis/" + spec.path("group").asText() + "/"
                + spec.at("/versions/0/name").asText() + "/"
                + spec.at("/names/plural").asText();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> client.raw(path) != null);
    }

    /** Has Kargo's kinds be unknown. */
    void uninstall() {
        client.apiextensions().v1().customResourceDefinitions().delete();
        await().atMost(PATIENCE).until(() -> client.getApiResources("kargo.akuity.io/v1alpha1") == null);
    }

    public String namespace(String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .serverSideApply();
        return name;
    }

    /** What a person would type, with the manifests of this folder. */
    public Applied apply(Path folder) throws IOException, InterruptedException {
        var said = Files.createTempFile(server.kubeconfig().getParent(), "apply", ".log");
        var process = new ProcessBuilder("../deploy/local/kargo/apply", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        process.environment().put("PATH", server.programs() + ":" + System.getenv("PATH"));
        process.environment().put("KUBECONFIG", server.kubeconfig().toString());
        process.environment()
                .put("KUBECACHEDIR", server.kubeconfig().resolveSibling("cache").toString());
        var running = process.start();
        if (!running.waitFor(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)) {
            running.destroyForcibly();
        }
        return new Applied(running.waitFor(), Files.readString(said));
    }

    /** How it ended, and what it said. */
    public record Applied(int exit, String said) {}

    @Override
    public void close() {
        client.close();
        server.close();
    }

    /** A new one has no status, then one of names alone. */
    private static boolean isEstablished(CustomResourceDefinition definition) {
        return Optional.ofNullable(definition.getStatus()).map(CustomResourceDefinitionStatus::getConditions).stream()
                .flatMap(List::stream)
                .anyMatch(condition -> condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
    }
}
