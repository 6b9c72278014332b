package imagefactory.scanner.kubernetes;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Unavailable;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays what stands behind an API server: the controller of Jobs, and kubelets. */
final class Player implements Logs {
    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, Bytes> logs = new ConcurrentHashMap<>();
    private final AtomicInteger pods = new AtomicInteger();

    Player(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** What containers of this name write from now on. */
    void writes(String container, String text) {
        logs.put(container, Bytes.utf8(text));
    }

    @Override
    public Bytes read(String pod, String container) throws Unavailable {
        if (!logs.containsKey(container)) {
            throw new Unavailable("nothing was written by " + container + " in " + pod);
        }
        return logs.get(container);
    }

    List<Job> jobs(String component) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(TrivyPod.COMPONENT, component)
                .list()
                .getItems();
    }

    Job job(String component) {
        return jobs(component).getFirst();
    }

    /** Makes the Job's pod, which the namespace has to admit. */
    Pod begin(Job job) {
        var template = job.getSpec().getTemplate();
        return client.pods()
                .inNamespace(namespace)
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(job.getMetadata().getName() + "-" + pods.incrementAndGet())
                        .withLabels(template.getMetadata().getLabels())
                        .addToLabels(
                                "batch.kubernetes.io/controller-uid",
                                job.getMetadata().getUid())
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .build())
                .create();
    }

    Pod status(Pod pod, String status) {
        return client.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .editStatus(there -> new PodBuilder(there)
                        .withStatus(Serialization.unmarshal("---\n" + status, PodStatus.class))
                        .build());
    }

    /** The pod runs through, and then the Job is over. */
    void succeed(Job job, Instant at) {
        status(begin(job), "{phase: Succeeded}");
        over(job, at, "SuccessCriteriaMet", "Complete", "completionTime: '" + at + "', succeeded: 1,");
    }

    void fail(Job job, Instant at) {
        over(job, at, "FailureTarget", "Failed", "failed: 1,");
    }

    private void over(Job job, Instant at, String before, String condition, String more) {
        var status = """
                {startTime: '%1$s', %4$s uncountedTerminatedPods: {}, conditions: [
                 {type: %2$s, status: 'True', lastTransitionTime: '%1$s', reason: Played, message: by the test},
                 {type: %3$s, status: 'True', lastTransitionTime: '%1$s', reason: Played, message: by the test}]}""".formatted(at, before, condition, more);
        client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(job.getMetadata().getName())
                .editStatus(there -> {
                    there.setStatus(Serialization.unmarshal("---\n" + status, JobStatus.class));
                    return there;
                });
    }

    void complain(HasMetadata about, String reason, String message) {
        client.v1()
                .events()
                .inNamespace(namespace)
                .resource(new EventBuilder()
                        .withNewMetadata()
                        .withGenerateName("complaint-")
                        .endMetadata()
                        .withType("Warning")
                        .withReason(reason)
                        .withMessage(message)
                        .withLastTimestamp(Instant.now().toString())
                        .withNewInvolvedObject()
                        .withKind(about.getKind())
                        .withNamespace(namespace)
                        .withName(about.getMetadata().getName())
                        .withUid(about.getMetadata().getUid())
                        .endInvolvedObject()
                        .build())
                .create();
    }
}
