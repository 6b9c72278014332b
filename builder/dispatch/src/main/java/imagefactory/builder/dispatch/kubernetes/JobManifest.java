package imagefactory.builder.dispatch.kubernetes;

import imagefactory.builder.dispatch.Access;
import imagefactory.builder.dispatch.BuilderCommand;
import imagefactory.core.build.BuildRequest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The Job of one build, as data: a pure function. */
final class JobManifest {
    static final String BUILD = "imagefactory.io/build";

    /** What all Jobs and pods of ours carry, and nobody else's. */
    static final Map<String, String> OURS =
            Map.of("app.kubernetes.io/managed-by", "image-factory", "app.kubernetes.io/component", "build");

    static final String CONTAINER = "builder";

    /** How often a builder is started anew that went away without a word. */
    static final int STARTED_ANEW = 2;

    static final List<Integer> BUILDERS_OWN_EXIT_CODES = List.of(1, 2, 3, 4, 5, 6, 7);

    /** Results and logs are there for so long; then the cluster clears them away, also those that nobody asks for any more. */
    private static final Duration KEPT = Duration.ofDays(1);

    /** For a place on a node, with all attempts; nothing waits longer. */
    static final Duration PATIENCE = Duration.ofDays(1);

    /** What a step fetched grows old without its inputs changing. */
    private static final Duration LAYERS_COUNT = Duration.ofDays(7);

    private static final long GRACE = 10;

    private final BuildRequest request;
    private final JobSettings settings;

    private JobManifest(BuildRequest request, JobSettings settings) {
        this.request = request;
        this.settings = settings;
    }

    static Job of(BuildRequest request, JobSettings settings) {
        return new JobManifest(request, settings).job();
    }

    private Job job() {
        return new JobBuilder()
                .withNewMetadata()
                .withName(JobName.of(request))
                .withNamespace(settings.namespace())
                .withLabels(jobLabels())
                .withAnnotations(annotations())
                .endMetadata()
                .withNewSpec()
                .withSuspend(settings.queue().isPresent() ? true : null)
                .withBackoffLimit(STARTED_ANEW)
                .withPodReplacementPolicy("Failed")
                .withPodFailurePolicy(failurePolicy())
                .withActiveDeadlineSeconds(PATIENCE.plus(settings.limit().multipliedBy(STARTED_ANEW + 1))
                        .toSeconds())
                .withTtlSecondsAfterFinished((int) KEPT.toSeconds())
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels())
                .withAnnotations(annotations())
                .endMetadata()
                .withSpec(pod())
                .endTemplate()
                .endSpec()
                .build();
    }

    private Map<String, String> labels() {
        var labels = new TreeMap<>(OURS);
        labels.put("app.kubernetes.io/name", "image-builder");
        labels.put("app.kubernetes.io/part-of", "image-factory");
        labels.put("imagefactory.io/image", JobName.slug(request.image()));
        labels.put(BUILD, JobName.label(request.id()));
        return labels;
    }

    private Map<String, String> jobLabels() {
        var labels = new TreeMap<>(labels());
        settings.queue().ifPresent(queue -> labels.put("kueue.x-k8s.io/queue-name", queue));
        return labels;
    }

    private Map<String, String> annotations() {
        return new TreeMap<>(Map.of(
                "imagefactory.io/image", request.image(),
                "imagefactory.io/platform", request.inputs().platform().toString(),
                "imagefactory.io/commit", request.commit(),
                "imagefactory.io/key", request.key().value(),
                "imagefactory.io/staging", request.staging().toString()));
    }

    /** What the cluster did to a pod counts for nothing, what the builder says is final; all else may be tried anew. */
    private static PodFailurePolicy failurePolicy() {
        return new PodFailurePolicyBuilder()
                .addNewRule()
                .withAction("Ignore")
                .addNewOnPodCondition("True", "DisruptionTarget")
                .endRule()
                .addNewRule()
                .withAction("FailJob")
                .withNewOnExitCodes()
                .withContainerName(CONTAINER)
                .withOperator("In")
                .withValues(BUILDERS_OWN_EXIT_CODES)
                .endOnExitCodes()
                .endRule()
                .build();
    }

    /** Its own deadline, not the Job's: a pod that ends by itself keeps its log, and the wait for a node is no part of a build. */
    private PodSpec pod() {
        var volumes = new BuildVolumes(settings);
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withActiveDeadlineSeconds(settings.limit().toSeconds())
                .withTerminationGracePeriodSeconds(GRACE)
                .withHostUsers(settings.pod().hostUsers())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withSecurityContext(settings.pod().pod())
                .withNodeSelector(nodes())
                .withTolerations(settings.placement().tolerations())
                .withPriorityClassName(settings.placement().priorityClass().orElse(null))
                .withImagePullSecrets(settings.access().registry().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withContainers(container(volumes))
                .withVolumes(volumes.all())
                .build();
    }

    private Map<String, String> nodes() {
        var platform = request.inputs().platform();
        var nodes = new TreeMap<>(settings.placement().labels());
        nodes.put("kubernetes.io/os", "linux");
        if (!settings.placement().emulated().contains(platform)) {
            nodes.put("kubernetes.io/arch", platform.architecture());
        }
        return nodes;
    }

    private Container container(BuildVolumes volumes) {
        var resources = settings.resources();
        var memory = Quantity.parse(resources.memory());
        var storage = Quantity.parse(resources.storage());
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(settings.image())
                .withArgs(arguments(volumes.access()))
                .withEnv(environment())
                .withNewResources()
                .addToRequests("cpu", Quantity.parse(resources.cpu()))
                .addToRequests("memory", memory)
                .addToRequests("ephemeral-storage", storage)
                .addToLimits("memory", memory)
                .addToLimits("ephemeral-storage", storage)
                .endResources()
                .withSecurityContext(settings.pod().container())
                .withVolumeMounts(volumes.mounts())
                .build();
    }

    /** A kubelet takes {@code $(NAME)} for a variable of the environment, and {@code $$} for a dollar. */
    private List<String> arguments(Access access) {
        var places = new ArrayList<>(List.of(
                "--termination-log=/dev/termination-log",
                "--work-dir=" + BuildVolumes.SCRATCH + "/work",
                "--cache-dir=" + BuildVolumes.SCRATCH + "/cache"));
        if (request.layers() == BuildRequest.Layers.SHARED) {
            places.add("--cache-repo=" + layers());
            places.add("--cache-ttl=" + LAYERS_COUNT.toHours() + "h");
        }
        return BuilderCommand.of(request, access, places).stream()
                .map(argument -> argument.replace("$", "$$"))
                .toList();
    }

    /** One for each platform: Buildah takes layers on nothing for any platform's. */
    private String layers() {
        return request.staging() + "/cache/"
                + request.inputs().platform().toString().replace('/', '-');
    }

    private static List<EnvVar> environment() {
        return List.of(
                variable("BUILDAH_ISOLATION", "chroot"),
                variable("HOME", BuildVolumes.SCRATCH + "/home"),
                variable("LC_ALL", "C.UTF-8"), // else the JDK takes the names of files as ASCII
                variable("XDG_RUNTIME_DIR", BuildVolumes.SCRATCH + "/run"));
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }
}
