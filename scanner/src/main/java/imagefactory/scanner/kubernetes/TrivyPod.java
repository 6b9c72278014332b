package imagefactory.scanner.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What all pods with Trivy in them have in common: Pod Security <i>restricted</i>, no token, nothing to write to but scratch. */
final class TrivyPod {
    /** What a pod is there for, by this label; network policies go by it. */
    static final String COMPONENT = "app.kubernetes.io/component";

    private static final long USER = 65_532;
    /** For pods that find no node, and for images of pods that cannot be pulled: then the Job is begun anew. */
    private static final Duration WAITING = Duration.ofHours(1);

    private static final Duration STARTING = Duration.ofMinutes(5);
    private static final Quantity SCRATCH = new Quantity("8Gi");

    private final ClusterSettings settings;
    private final String parts;

    /** @param parts name of the ConfigMap with {@link Parts} */
    TrivyPod(ClusterSettings settings, String parts) {
        this.settings = settings;
        this.parts = parts;
    }

    static Map<String, String> labels(String component) {
        return new TreeMap<>(Map.of(
                "app.kubernetes.io/name",
                "trivy",
                COMPONENT,
                component,
                "app.kubernetes.io/part-of",
                "image-factory",
                "app.kubernetes.io/managed-by",
                "image-factory"));
    }

    /**
     * A Job that runs once, and again only where its node was taken away.
     *
     * @param kept how long it is there after its end
     */
    JobBuilder job(String name, Map<String, String> labels, Duration kept) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(settings.namespace())
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(runs().plus(WAITING).toSeconds())
                .withTtlSecondsAfterFinished((int) kept.toSeconds())
                .withNewPodFailurePolicy()
                .addNewRule()
                .withAction("Ignore")
                .addNewOnPodCondition("True", "DisruptionTarget")
                .endRule()
                .endPodFailurePolicy()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .endTemplate()
                .endSpec();
    }

    /** The pod's own deadline counts from its node on, and leaves its status to be read. */
    PodSpecBuilder spec(List<Volume> volumes) {
        var all = new ArrayList<>(List.of(
                scratch("cache"),
                scratch("tmp"),
                volume("trust").withConfigMap(items(Parts.CERTIFICATES)).build()));
        all.addAll(volumes);
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withActiveDeadlineSeconds(runs().toSeconds())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withVolumes(all);
    }

    /** Two runs of Trivy at most, and the image that has to be pulled before. */
    private Duration runs() {
        return settings.limit().multipliedBy(2).plus(STARTING);
    }

    Container container(String name, List<String> arguments, List<VolumeMount> mounts, List<EnvVar> environment) {
        var all = new ArrayList<>(List.of(
                mount("cache", "/cache").build(),
                mount("tmp", "/tmp").build(),
                readOnly("trust", "/etc/trust").build()));
        all.addAll(mounts);
        return new ContainerBuilder()
                .withName(name)
                .withImage(settings.image())
                .withArgs(arguments)
                .addNewEnv()
                .withName("SSL_CERT_FILE")
                .withValue("/etc/trust/" + Parts.CERTIFICATES)
                .endEnv()
                .addAllToEnv(environment)
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withNewResources()
                .addToRequests("cpu", new Quantity("100m"))
                .addToRequests("memory", new Quantity("256Mi"))
                .addToLimits("memory", new Quantity(settings.memory()))
                .endResources()
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withVolumeMounts(all)
                .build();
    }

    /** The empty index of Maven artifacts. */
    Volume javaIndex() {
        return volume("java-index")
                .withConfigMap(items("metadata.json", "trivy-java.db"))
                .build();
    }

    private ConfigMapVolumeSource items(String... keys) {
        var items = Arrays.stream(keys)
                .map(key -> new KeyToPathBuilder().withKey(key).withPath(key).build())
                .toList();
        return new ConfigMapVolumeSourceBuilder()
                .withName(parts)
                .withItems(items)
                .build();
    }

    private static Volume scratch(String name) {
        return volume(name)
                .withNewEmptyDir()
                .withSizeLimit(SCRATCH)
                .endEmptyDir()
                .build();
    }

    static VolumeBuilder volume(String name) {
        return new VolumeBuilder().withName(name);
    }

    static VolumeMountBuilder mount(String volume, String path) {
        return new VolumeMountBuilder().withName(volume).withMountPath(path);
    }

    static VolumeMountBuilder readOnly(String volume, String path) {
        return mount(volume, path).withReadOnly(true);
    }
}
