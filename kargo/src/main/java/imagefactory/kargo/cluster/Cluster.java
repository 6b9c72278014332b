package imagefactory.kargo.cluster;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Objects of Kargo in one namespace: one request each, whose ways to fail are told apart. */
final class Cluster {
    static final String GROUP = "kargo.akuity.io";
    static final String VERSION = "v1alpha1";

    private static final int UNPROCESSABLE = 422;
    private static final long PAGE = 500;

    private final KubernetesClient client;
    private final String namespace;

    Cluster(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** @param plural the kind's name in URLs: {@code stages} */
    Optional<Part> get(String kind, String plural, String name) throws Unavailable, Refused {
        return asked(
                        "read " + plural + " in " + namespace,
                        () -> object(kind, plural, name).get())
                .map(this::part);
    }

    /** All that have these labels, in as many pages as it takes. */
    List<Part> list(String kind, String plural, Map<String, String> labels) throws Unavailable, Refused {
        var found = new ArrayList<Part>();
        var next = "";
        do {
            var options =
                    new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build();
            var page = asked(
                            "list " + plural + " in " + namespace,
                            () -> objects(kind, plural).withLabels(labels).list(options))
                    .orElseGet(GenericKubernetesResourceList::new);
            page.getItems().stream().map(this::part).forEach(found::add);
            next = Optional.ofNullable(page.getMetadata())
                    .map(ListMeta::getContinue)
                    .orElse("");
        } while (!next.isEmpty());
        return found;
    }

    /** As it is once the API server, and who it asks, have taken it. */
    Part create(String kind, String plural, Map<String, Object> object) throws Unavailable, Refused {
        var wanted = client.getKubernetesSerialization().convertValue(object, GenericKubernetesResource.class);
        return asked(
                        "create " + plural + " in " + namespace,
                        () -> objects(kind, plural).resource(wanted).create())
                .map(this::part)
                .orElseThrow(() -> new Unavailable("Kargo's namespace " + namespace + " or its kind " + kind
                        + " has gone while one was to be created"));
    }

    /** What others annotated stays; an object that has gone meanwhile is no fault. */
    void annotate(String kind, String plural, String name, String key, String value) throws Unavailable, Refused {
        var patch = "{\"metadata\":{\"annotations\":{\"" + key + "\":\"" + value + "\"}}}";
        asked(
                "annotate " + plural + " in " + namespace,
                () -> object(kind, plural, name).patch(PatchContext.of(PatchType.JSON_MERGE), patch));
    }

    /** Whether the API server knows Kargo's kinds at all. */
    boolean knowsKargo() throws Unavailable, Refused {
        return asked("ask for the kinds of " + GROUP, () -> client.getApiResources(GROUP + "/" + VERSION))
                .isPresent();
    }

    private Part part(GenericKubernetesResource object) {
        return Part.of(client.getKubernetesSerialization().convertValue(object, Map.class));
    }

    private Resource<GenericKubernetesResource> object(String kind, String plural, String name) {
        return objects(kind, plural).withName(name);
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            objects(String kind, String plural) {
        var context = new ResourceDefinitionContext.Builder()
                .withGroup(GROUP)
                .withVersion(VERSION)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
        return client.genericKubernetesResources(context).inNamespace(namespace);
    }

    private <T> Optional<T> asked(String what, Supplier<T> request) throws Unavailable, Refused {
        try {
            return Optional.ofNullable(request.get());
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case HttpURLConnection.HTTP_NOT_FOUND -> Optional.empty();
                case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN -> throw refused(what, e);
                case UNPROCESSABLE -> throw invalid(what, e);
                default -> throw away(what, e);
            };
        }
    }

    private Refused refused(String what, KubernetesClientException e) {
        return new Refused(
                new Problem(
                        Code.PROMOTION_REFUSED,
                        "The factory may not " + what + ": " + e.getMessage() + ".",
                        "Give its service account the Role image-factory of namespace " + namespace
                                + ", which synth writes."),
                e);
    }

    /** Kargo's own word, where it looks at what is written. */
    private static Refused invalid(String what, KubernetesClientException e) {
        return new Refused(
                new Problem(
                        Code.PROMOTION_REFUSED,
                        "The factory was to " + what + ", and Kargo does not take it: " + e.getMessage() + ".",
                        "Mend what it names, in the manifests or in Kargo, and ask again."),
                e);
    }

    private Unavailable away(String what, KubernetesClientException e) {
        var said = "Kargo's API server was to " + what + ", and did not: " + e.getMessage();
        return Optional.ofNullable(e.getStatus())
                .flatMap(status -> Optional.ofNullable(status.getDetails()))
                .map(StatusDetails::getRetryAfterSeconds)
                .map(seconds -> new Unavailable(said, Duration.ofSeconds(seconds)))
                .orElseGet(() -> new Unavailable(said, e));
    }
}
