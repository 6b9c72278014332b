package imagefactory.app.wiring;

import imagefactory.app.config.FactoryConfig;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.scan.Scanner;
import imagefactory.scanner.kubernetes.ClusterSettings;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge;
import imagefactory.scanner.kubernetes.ClusterSettings.Registries;
import imagefactory.scanner.kubernetes.KubernetesScanner;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Scans as Jobs of the cluster that this runs in, or that {@code KUBECONFIG} names. */
final class ScansInCluster {
    private ScansInCluster() {}

    static Scanner scanner(FactoryConfig config, Clock clock) throws Unavailable {
        return new KubernetesScanner(settings(config), Cluster.open(), clock);
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
