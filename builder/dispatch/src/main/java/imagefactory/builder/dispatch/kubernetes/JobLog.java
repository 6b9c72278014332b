package imagefactory.builder.dispatch.kubernetes;

import imagefactory.core.outcome.Unavailable;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What the pods of a build wrote, as their nodes have kept it. */
record JobLog(KubernetesClient client, JobSettings settings, Refusal refusal) {
    private static final int SHOWN = 1 << 20;

    /** Far more than are shown, and far fewer than a node may have. */
    private static final int LINES = 100_000;

    private static final int NOT_BEGUN = 400;
    private static final int GONE = 404;

    /** @param pods of one build, the newest first */
    Optional<String> of(List<Pod> pods) throws Unavailable {
        var pod = pods.stream().filter(Observed::hasBegun).findFirst();
        if (pod.isEmpty()) {
            return Optional.empty();
        }
        try {
            var text = client.pods()
                    .inNamespace(settings.namespace())
                    .withName(pod.get().getMetadata().getName())
                    .inContainer(JobManifest.CONTAINER)
                    .tailingLines(LINES)
                    .getLog();
            return Optional.ofNullable(text).map(JobLog::tail);
        } catch (KubernetesClientException e) {
            return unread(pod.get(), e);
        }
    }

    /** A node that is gone took the log with it, and must not hold up who asks. */
    private Optional<String> unread(Pod pod, KubernetesClientException e) throws Unavailable {
        if (e.getCode() == NOT_BEGUN || e.getCode() == GONE) {
            return Optional.empty();
        }
        if (Refusal.said(e).contains("/containerLogs/")) {
            return Optional.of("The log of the pod " + pod.getMetadata().getName() + " could not be read from its node "
                    + pod.getSpec().getNodeName() + ": " + Refusal.said(e) + "\n");
        }
        throw refusal.away("reading the log of the pod " + pod.getMetadata().getName(), e);
    }

    private static String tail(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var room = Math.min(bytes.length, SHOWN);
        return new String(bytes, bytes.length - room, room, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }
}
