package imagefactory.app.wiring;

import imagefactory.app.config.FactoryConfig;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.scan.Scanner;
import imagefactory.scanner.kubernetes.ClusterSettings;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge;
import imagefactory.scanner.kubernetes.ClusterSettings.Registries;
import imagefactory.scanner.kubernetes.KubernetesScanner;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Scans as Jobs of the cluster that this runs in, or that {@code KUBECONFIG} names. */
final class ScansInCluster {
    private static final Duration CALL = Duration.ofMillis(4_500);

    private ScansInCluster() {}

    static Scanner scanner(FactoryConfig config, Clock clock) throws Unavailable {
        return new KubernetesScanner(settings(config), cluster(), clock);
    }

    /** Nothing is tried again here: who asks tries again. */
    private static KubernetesClient cluster() {
        var config = Config.autoConfigure(null);
        config.setRequestTimeout((int) CALL.toMillis());
        config.setConnectionTimeout((int) CALL.toMillis());
        config.setRequestRetryBackoffLimit(0);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    static ClusterSettings settings(FactoryConfig config) {
        var scan = config.scan();
        var cluster = scan.kubernetes();
        var registry = config.registry();
        return new ClusterSettings(
                cluster.namespace(),
                scan.image(),
                scan.limit(),
                cluster.memory(),
                new Registries(
                        registry.insecure().orElse(Set.of()), registry.cas().orElse(List.of()), cluster.credentials()),
                knowledge(scan));
    }

    private static Knowledge knowledge(FactoryConfig.Scan scan) {
        var cluster = scan.kubernetes();
        if (cluster.server().isPresent()) {
            return new Knowledge.Server(cluster.server().get(), scan.maxAge());
        }
        var repository = Optional.of(scan.database()).filter(name -> !name.equals("none"));
        return new Knowledge.Volume(cluster.claim(), repository.map(ImageRef::parse), scan.maxAge());
    }
}
