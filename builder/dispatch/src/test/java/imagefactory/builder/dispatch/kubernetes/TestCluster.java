package imagefactory.builder.dispatch.kubernetes;

import imagefactory.local.ApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The API server of all tests of this JVM: each takes a namespace of its own. */
public final class TestCluster {
    private static final ApiServer SERVER = start();

    private TestCluster() {}

    private static ApiServer start() {
        try {
            return ApiServer.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ApiServer server() {
        return SERVER;
    }

    public static KubernetesClient client() {
        return new KubernetesClientBuilder().withConfig(config()).build();
    }

    /** As the factory's own: no call takes longer than 5 s. */
    static Config config() {
        return new ConfigBuilder(Config.fromKubeconfig(SERVER.kubeconfig().toFile()))
                .withConnectionTimeout(2_000)
                .withRequestTimeout(4_000)
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    /** One who may do nothing. */
    static Config nobody() {
        return new ConfigBuilder(config()).withImpersonateUsername("nobody").build();
    }
}
