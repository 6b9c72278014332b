package imagefactory.builder.dispatch.kubernetes;

import imagefactory.core.image.Platform;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How builds run as Jobs.
 *
 * @param namespace of the builds alone; it has to be there
 * @param image the builder's, see {@code builder/Dockerfile}
 * @param pod what its pods may do
 * @param limit how long one attempt may take once it has a node
 * @param resources what one build gets
 * @param placement where it may run
 * @param access what it may use
 * @param queue Kueue's local queue that starts it; without one the cluster's quota is what bounds builds
 */
public record JobSettings(
        String namespace,
        String image,
        PodVariant pod,
        Duration limit,
        Resources resources,
        Placement placement,
        Access access,
        Optional<String> queue) {
    public JobSettings {
        if (limit.toSeconds() < 1) {
            throw new IllegalArgumentException("builds need a limit of at least 1 s");
        }
    }

    /**
     * What one build gets.
     *
     * @param cpu at least
     * @param memory exactly: a build that takes more is killed
     * @param storage on the node's disk, for layers, sources and log: a build that takes more is evicted
     */
    public record Resources(String cpu, String memory, String storage) {
        public Resources {
            for (var each : List.of(cpu, memory, storage)) {
                Quantity.getAmountInBytes(Quantity.parse(each)); // says what cannot be read
            }
        }
    }

    /**
     * Where builds may run.
     *
     * @param labels of nodes, beside their architecture
     * @param emulated platforms that are built on nodes of any architecture, which have to execute them
     */
    public record Placement(
            Map<String, String> labels,
            List<Toleration> tolerations,
            Optional<String> priorityClass,
            Set<Platform> emulated) {
        public static final Placement ANYWHERE = new Placement(Map.of(), List.of(), Optional.empty(), Set.of());

        public Placement {
            labels = new TreeMap<>(labels);
            tolerations = List.copyOf(tolerations);
            emulated = Set.copyOf(emulated);
        }

        /** @param words as {@code kubectl taint} writes them: {@code key=value:NoSchedule}, {@code key:NoSchedule}, {@code key} */
        public static List<Toleration> tolerations(List<String> words) {
            return words.stream().map(Placement::toleration).toList();
        }

        private static Toleration toleration(String word) {
            var effect = word.split(":", 2);
            var pair = effect[0].split("=", 2);
            var toleration = new Toleration();
            toleration.setKey(pair[0]);
            toleration.setOperator(pair.length == 2 ? "Equal" : "Exists");
            if (pair.length == 2) {
                toleration.setValue(pair[1]);
            }
            if (effect.length == 2) {
                toleration.setEffect(effect[1]);
            }
            return toleration;
        }
    }

    /**
     * What a build may use, as objects of its namespace.
     *
     * @param registry Secret of type {@code kubernetes.io/dockerconfigjson}; the builder's image is pulled by it, too
     * @param git Secret with the files of {@code --git-credentials}
     * @param authorities ConfigMap of PEM files, {@code *.crt}
     * @param insecureRegistries hosts that are spoken to without TLS
     */
    public record Access(
            Optional<String> registry,
            Optional<String> git,
            Optional<String> authorities,
            List<String> insecureRegistries) {
        public static final Access NONE = new Access(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

        public Access {
            insecureRegistries = insecureRegistries.stream().sorted().toList();
        }
    }
}
