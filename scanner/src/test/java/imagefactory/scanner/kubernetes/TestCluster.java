package imagefactory.scanner.kubernetes;

import imagefactory.local.ApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A real API server with nothing behind it: tests are scheduler, controllers and kubelet. One for all tests, each has namespaces. */
final class TestCluster {
    private static final KubernetesClient CLIENT = start();

    private TestCluster() {}

    private static KubernetesClient start() {
        try {
            var server = ApiServer.start();
            return new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(server.kubeconfig().toFile()))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KubernetesClient client() {
        return CLIENT;
    }

    /** As deploy/kubernetes makes the one of scans. */
    static void namespace(String name) {
        CLIENT.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create();
    }
}
