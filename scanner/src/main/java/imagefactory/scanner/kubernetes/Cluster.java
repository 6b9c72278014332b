package imagefactory.scanner.kubernetes;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Unavailable;
import imagefactory.scanner.TrivyReport;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The few calls to a cluster that scans need, in one namespace. */
final class Cluster implements Logs {
    private static final String OF_JOB = "batch.kubernetes.io/controller-uid";
    private static final int TOO_MANY = 429;

    private final KubernetesClient client;
    private final String namespace;

    Cluster(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** @return the Job as it was made; empty if somebody was quicker */
    Optional<Job> put(Job job) throws Unavailable {
        var resource = client.batch().v1().jobs().inNamespace(namespace).resource(job);
        return asked("create the Job " + job.getMetadata().getName(), () -> created(resource::create));
    }

    /** Makes it unless it is there. */
    void put(ConfigMap map) throws Unavailable {
        var resource = client.configMaps().inNamespace(namespace).resource(map);
        asked("create the ConfigMap " + map.getMetadata().getName(), () -> created(resource::create));
    }

    private static <T> Optional<T> created(Supplier<T> create) {
        try {
            return Optional.of(create.get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return Optional.empty(); // it is there, and that is as good
            }
            throw e;
        }
    }

    List<Job> jobs(String component) throws Unavailable {
        return asked(
                "list Jobs",
                () -> client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .withLabel(TrivyPod.COMPONENT, component)
                        .withLabel("app.kubernetes.io/part-of", "image-factory")
                        .list()
                        .getItems());
    }

    Optional<Job> job(String name) throws Unavailable {
        return asked(
                "read the Job " + name,
                () -> Optional.ofNullable(client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .withName(name)
                        .get()));
    }

    /** The newest of a Job; those of one that had the same name before it are not meant. */
    Optional<Pod> pod(Job job) throws Unavailable {
        return asked(
                "list the pods of the Job " + job.getMetadata().getName(),
                () ->
                        client
                                .pods()
                                .inNamespace(namespace)
                                .withLabel(OF_JOB, job.getMetadata().getUid())
                                .list()
                                .getItems()
                                .stream()
                                .max(Comparator.comparing(
                                        pod -> pod.getMetadata().getCreationTimestamp())));
    }

    /** With its pods, unless it is gone. */
    void delete(String job) throws Unavailable {
        asked(
                "delete the Job " + job,
                () -> client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .withName(job)
                        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                        .delete());
    }

    /** What the cluster complained of last about this. */
    Optional<String> complaint(HasMetadata about) throws Unavailable {
        return asked(
                "list events",
                () -> client
                        .v1()
                        .events()
                        .inNamespace(namespace)
                        .withField("involvedObject.uid", about.getMetadata().getUid())
                        .withField("type", "Warning")
                        .list()
                        .getItems()
                        .stream()
                        .max(Comparator.comparing(Cluster::time))
                        .map(event -> event.getReason() + ": " + event.getMessage()));
    }

    private static String time(Event event) {
        return Objects.requireNonNullElseGet(
                event.getLastTimestamp(), () -> event.getMetadata().getCreationTimestamp());
    }

    @Override
    public Bytes read(String pod, String container) throws Unavailable {
        return asked("read the log of " + container + " in the pod " + pod, () -> {
            try (var log = client.pods()
                    .inNamespace(namespace)
                    .withName(pod)
                    .inContainer(container)
                    .getLogInputStream()) {
                return Bytes.of(log.readNBytes(TrivyReport.MOST_BYTES + 1));
            } catch (IOException e) {
                throw new KubernetesClientException("it broke off: " + e.getMessage(), e);
            }
        });
    }

    private <T> T asked(String what, Supplier<T> call) throws Unavailable {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            var status = e.getStatus();
            var said = Optional.ofNullable(status == null ? null : status.getMessage())
                    .orElseGet(() -> root(e).toString());
            throw new Unavailable(
                    "the cluster did not let " + what + " in the namespace " + namespace + ": " + said + "; "
                            + advice(e.getCode(), said),
                    e);
        }
    }

    /** For what an API server says, and for what it has others say of pods in events. */
    static String advice(int code, String said) {
        if (said.contains("exceeded quota")) {
            return "scans go on when others are through; raise the ResourceQuota if that is too slow";
        }
        if (said.contains("being terminated")) {
            return "the namespace is being deleted; make it anew from deploy/kubernetes";
        }
        if (said.contains("violates PodSecurity") || said.contains("denied the request")) {
            return "a policy of the cluster refuses the pod; scans need no more than Pod Security restricted: see which rule it names";
        }
        return switch (code) {
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                "give the factory's service account the Role of deploy/kubernetes there";
            case HttpURLConnection.HTTP_NOT_FOUND ->
                "apply deploy/kubernetes, or mend factory.scan.kubernetes.namespace";
            case TOO_MANY -> "the API server is busy; it is asked again";
            default -> "see whether the API server is well, and what is configured under factory.scan.kubernetes";
        };
    }

    private static Throwable root(Throwable e) {
        var root = e;
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }
}
