package imagefactory.app.doctor;

import imagefactory.core.outcome.Symptom;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** What the factory itself may do, by the API server's word. */
public record Rights(KubernetesClient client) {
    private static final String EVERYWHERE = "";

    /** Whether it may do more than is good for anybody. */
    public List<Symptom> look() {
        return List.of(
                may("list secrets", EVERYWHERE)
                        ? Symptom.warn(
                                "rights",
                                "the factory may read the Secrets of all namespaces, and needs none",
                                "Take that from its service account; deploy/kubernetes/base/rights.yaml is enough.")
                        : Symptom.ok("rights", "the factory may not list the Secrets of all namespaces"));
    }

    List<Symptom> look(String work, List<String> needed, String namespace) {
        var what = work + " rights";
        var missing = needed.stream().filter(right -> !may(right, namespace)).toList();
        return List.of(
                missing.isEmpty()
                        ? Symptom.ok(what, "all " + needed.size() + " that they need in " + namespace)
                        : Symptom.failed(
                                what,
                                "In " + namespace + " the factory may not " + String.join(", ", missing) + ".",
                                "Apply deploy/kubernetes/base/rights.yaml, or grant its service account the same."));
    }

    /** @param right as {@code list jobs.batch}, {@code get pods/log} */
    boolean may(String right, String namespace) {
        var words = right.split(" ", 2);
        var path = words[1].split("/", 2);
        var name = path[0].split("\\.", 2);
        return client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withNamespace(namespace)
                        .withVerb(words[0])
                        .withResource(name[0])
                        .withGroup(name.length == 2 ? name[1] : "")
                        .withSubresource(path.length == 2 ? path[1] : "")
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .getStatus()
                .getAllowed();
    }
}
