package imagefactory.scanner.kubernetes;

import imagefactory.core.image.ImageRef;
import imagefactory.scanner.TrivyArguments;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How Trivy is run in a cluster.
 *
 * @param namespace of the Jobs; it may enforce Pod Security <i>restricted</i>
 * @param image of Trivy, as nodes pull it
 * @param limit how long one run of Trivy may take
 * @param memory of one run at most, as Kubernetes writes it: {@code 2Gi}
 */
public record ClusterSettings(
        String namespace, String image, Duration limit, String memory, Registries registries, Knowledge knowledge) {
    public ClusterSettings {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("scans need a limit above 0");
        }
    }

    /**
     * How pods speak to registries.
     *
     * @param insecure registries, with their ports, that are spoken to by plain http: {@code registry:5000}
     * @param cas PEM files with certificates that are trusted beside the JDK's
     * @param credentials name of a Secret of type {@code kubernetes.io/dockerconfigjson} in the same namespace
     */
    public record Registries(Set<String> insecure, List<Path> cas, Optional<String> credentials) {
        public Registries {
            insecure = Set.copyOf(insecure);
            cas = List.copyOf(cas);
        }
    }

    /** Where the vulnerability database is. */
    public sealed interface Knowledge {
        /** An older one makes scans wait. */
        Duration maxAge();

        /**
         * On a volume that scans read and one Job writes to.
         *
         * @param claim name of the PersistentVolumeClaim in the same namespace
         * @param repository where it is brought from; without one, somebody else puts it there, in the folder {@code db}
         */
        record Volume(String claim, Optional<ImageRef> repository, Duration maxAge) implements Knowledge {}

        /** With a {@code trivy server}, which keeps it fresh itself. */
        record Server(URI url, Duration maxAge) implements Knowledge {}
    }

    /** Name and version, for reports: {@code trivy 0.74.0}. */
    String scanner() {
        return TrivyArguments.scanner(image);
    }

    boolean isInsecure(String registry) {
        return registries.insecure().contains(registry);
    }
}
