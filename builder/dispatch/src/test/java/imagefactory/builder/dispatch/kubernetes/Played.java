package imagefactory.builder.dispatch.kubernetes;

import imagefactory.builder.dispatch.Requests;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What the controllers and a kubelet write into one namespace, written by a test.
 *
 * @param node where all pods are
 */
record Played(KubernetesClient client, String namespace, String node) {
    /** What the builder leaves as its pod's termination message. */
    static final String REPORT = """
            {"outcome": "built", "context": "%s", "backend": "buildah 1.39.3", "millis": 1234, "pins": [],
             "manifest": {"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "%s", "size": 432}}
            """.formatted(Requests.CONTEXT, "sha256:" + "ab".repeat(32));

    static Played in(KubernetesClient client, String namespace, String node) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .addToLabels("pod-security.kubernetes.io/enforce", "baseline")
                        .endMetadata()
                        .build())
                .create();
        return new Played(client, namespace, node);
    }

    /** What the namespace's controller does once it was deleted; and then somebody makes it. */
    void goesAndIsMadeAgain() {
        jobs().forEach(job -> client.resource(job).delete());
        pods().forEach(this::remove);
        var ending = client.namespaces().withName(namespace).get();
        ending.getSpec().setFinalizers(List.of());
        client.raw("/api/v1/namespaces/" + namespace + "/finalize", "PUT", ending);
        in(client, namespace, node);
    }

    List<Job> jobs() {
        return client.batch().v1().jobs().inNamespace(namespace).list().getItems();
    }

    List<Pod> pods() {
        return client.pods().inNamespace(namespace).list().getItems();
    }

    /** Of this Job alone, as a controller's are: pods of an earlier one of its name may still be there. */
    static String podName(Job job, int number) {
        return job.getMetadata().getName() + "-" + job.getMetadata().getUid().substring(0, 8) + number;
    }

    /** As the Job controller makes it, on the node at once. */
    Pod pod(Job job, int number) {
        var template = job.getSpec().getTemplate();
        return client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(podName(job, number))
                        .withNamespace(namespace)
                        .withLabels(template.getMetadata().getLabels())
                        .addNewOwnerReference()
                        .withApiVersion("batch/v1")
                        .withKind("Job")
                        .withName(job.getMetadata().getName())
                        .withUid(job.getMetadata().getUid())
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .editSpec()
                        .withNodeName(node)
                        .endSpec()
                        .build())
                .create();
    }

    Pod status(Pod pod, UnaryOperator<PodStatusBuilder> change) {
        return client.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .editStatus(now -> {
                    var status = new PodStatusBuilder(now.getStatus() == null ? new PodStatus() : now.getStatus());
                    return new PodBuilder(now)
                            .withStatus(change.apply(status).build())
                            .build();
                });
    }

    Pod running(Pod pod) {
        return status(
                pod,
                status -> container(
                        status.withPhase("Running"),
                        new ContainerStateBuilder()
                                .withNewRunning()
                                .withStartedAt(now())
                                .endRunning()
                                .build()));
    }

    Pod waiting(Pod pod, String reason, String message) {
        return status(
                pod,
                status -> container(
                        status.withPhase("Pending"),
                        new ContainerStateBuilder()
                                .withNewWaiting(message, reason)
                                .build()));
    }

    Pod ended(Pod pod, int code, String reason, String message) {
        return status(
                pod,
                status -> container(
                        status.withPhase(code == 0 ? "Succeeded" : "Failed"), terminated(code, reason, message)));
    }

    /** Ended from outside: the pod says why. */
    Pod killed(Pod pod, String reason, String message) {
        return status(
                pod,
                status -> container(
                        status.withPhase("Failed").withReason(reason).withMessage(message),
                        terminated(137, "Error", "")));
    }

    Pod condition(Pod pod, PodCondition condition) {
        return status(pod, status -> status.addToConditions(condition));
    }

    static ContainerState terminated(int code, String reason, String message) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(code)
                .withReason(reason)
                .withMessage(message)
                .withStartedAt(now())
                .withFinishedAt(now())
                .endTerminated()
                .build();
    }

    static PodStatusBuilder container(PodStatusBuilder status, ContainerState state) {
        return status.withStartTime(now())
                .withContainerStatuses(List.of())
                .addNewContainerStatus()
                .withName(JobManifest.CONTAINER)
                .withImage("builder")
                .withImageID("")
                .withReady(state.getRunning() != null)
                .withRestartCount(0)
                .withState(state)
                .endContainerStatus();
    }

    Job complete(Job job) {
        return jobStatus(
                job,
                status -> status.withSucceeded(1)
                        .withCompletionTime(now())
                        .addNewCondition()
                        .withType("SuccessCriteriaMet")
                        .withStatus("True")
                        .endCondition()
                        .addNewCondition()
                        .withType("Complete")
                        .withStatus("True")
                        .endCondition());
    }

    Job failed(Job job, String reason, String message) {
        return jobStatus(
                job,
                status -> status.withFailed(1)
                        .addNewCondition()
                        .withType("FailureTarget")
                        .withStatus("True")
                        .withReason(reason)
                        .withMessage(message)
                        .endCondition()
                        .addNewCondition()
                        .withType("Failed")
                        .withStatus("True")
                        .withReason(reason)
                        .withMessage(message)
                        .endCondition());
    }

    private Job jobStatus(Job job, UnaryOperator<JobStatusBuilder> change) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(job.getMetadata().getName())
                .editStatus(now -> {
                    var status = new JobStatusBuilder(now.getStatus() == null ? new JobStatus() : now.getStatus())
                            .withStartTime(now());
                    now.setStatus(change.apply(status).build());
                    return now;
                });
    }

    /** Of a Job or of a pod, as controllers and kubelets write them. */
    void warning(io.fabric8.kubernetes.api.model.HasMetadata about, String reason, String message) {
        client.v1()
                .events()
                .inNamespace(namespace)
                .resource(new io.fabric8.kubernetes.api.model.EventBuilder()
                        .withNewMetadata()
                        .withName(about.getMetadata().getName() + "." + System.nanoTime())
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewInvolvedObject()
                        .withKind(about.getKind())
                        .withName(about.getMetadata().getName())
                        .withNamespace(namespace)
                        .withUid(about.getMetadata().getUid())
                        .endInvolvedObject()
                        .withType("Warning")
                        .withReason(reason)
                        .withMessage(message)
                        .withLastTimestamp(now())
                        .build())
                .create();
    }

    /** What the garbage collector does once a Job is gone. */
    void remove(Pod pod) {
        client.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .withGracePeriod(0)
                .delete();
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
