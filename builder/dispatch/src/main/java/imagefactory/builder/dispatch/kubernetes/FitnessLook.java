package imagefactory.builder.dispatch.kubernetes;

import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Symptom;
import imagefactory.core.outcome.Symptom.Verdict;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Asks an API server whether its cluster is one for such build pods: its own version, and what its nodes say of theirs. */
public final class FitnessLook {
    /** A node says a lot; of thousands no more than these are in memory whole. */
    private static final long AT_ONCE = 200;

    private final KubernetesClient client;
    private final JobSettings settings;

    /** @param client whose calls end within 5 s; it stays the caller's */
    public FitnessLook(KubernetesClient client, JobSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    /**
     * Where nodes cannot be read, that is what is told of them.
     *
     * @param platforms that are built for
     * @throws KubernetesClientException if the API server does not tell its version
     */
    public List<Symptom> look(Collection<Platform> platforms) {
        var found = new ArrayList<Symptom>();
        found.add(Fitness.ofServer(client.getKubernetesVersion(), settings.pod()));
        try {
            found.addAll(Fitness.ofNodes(nodes(), settings, platforms));
        } catch (KubernetesClientException e) {
            found.add(Symptom.unseen(
                    "nodes",
                    "their kernels and runtimes cannot be looked at: " + Refusal.said(e),
                    e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                            ? "Give the factory's service account the ClusterRole image-factory-nodes of deploy/kubernetes."
                            : "See how the API server is, and look again: image-factory doctor."));
        }
        return found;
    }

    /** What keeps all builds from being started. */
    Optional<Problem> fault() {
        return look(Set.of()).stream()
                .filter(symptom -> symptom.verdict() == Verdict.FAILED)
                .findFirst()
                .map(symptom -> new Problem(Code.BUILD_UNSUPPORTED, symptom.found(), symptom.remedy()));
    }

    private List<Node> nodes() {
        var labels = new TreeMap<>(settings.placement().labels());
        labels.put("kubernetes.io/os", "linux");
        var found = new ArrayList<Node>();
        var next = Optional.<String>empty();
        do {
            var page = client.nodes()
                    .withLabels(labels)
                    .list(new ListOptionsBuilder()
                            .withLimit(AT_ONCE)
                            .withContinue(next.orElse(null))
                            .build());
            page.getItems().forEach(node -> found.add(slim(node)));
            next = Optional.ofNullable(page.getMetadata().getContinue()).filter(token -> !token.isEmpty());
        } while (next.isPresent());
        return found;
    }

    /** Without the images that are on it, which are most of it. */
    private static Node slim(Node node) {
        node.getMetadata().setManagedFields(null);
        if (node.getStatus() != null) {
            node.getStatus().setImages(null);
        }
        return node;
    }
}
