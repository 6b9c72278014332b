package imagefactory.app.wiring;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The cluster that this runs in, or that {@code KUBECONFIG} names. */
final class Cluster {
    private static final int CONNECT = 2_000;
    private static final int CALL = 4_000;

    private Cluster() {}

    /** Tries nothing again by itself: whoever calls is asked again, and no call may take longer than 5 s. */
    static KubernetesClient open() {
        var config = new ConfigBuilder()
                .withConnectionTimeout(CONNECT)
                .withRequestTimeout(CALL)
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
