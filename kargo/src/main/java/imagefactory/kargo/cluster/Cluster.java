package imagefactory.kargo.cluster;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Objects of Kargo in one namespace: one request each, whose ways to fail are told apart. */
final class Cluster {
    static final String GROUP = "kargo.akuity.io";
    static final String VERSION = "v1alpha1";

    private static final int UNPROCESSABLE = 422;

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
                .map(object -> Part.of(client.getKubernetesSerialization().convertValue(object, Map.class)));
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

    private Resource<GenericKubernetesResource> object(String kind, String plural, String name) {
        var context = new ResourceDefinitionContext.Builder()
                .withGroup(GROUP)
                .withVersion(VERSION)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
        return client.genericKubernetesResources(context).inNamespace(namespace).withName(name);
    }

    private <T> Optional<T> asked(String what, Supplier<T> request) throws Unavailable, Refused {
        try {
            return Optional.ofNullable(request.get());
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case HttpURLConnection.HTTP_NOT_FOUND -> Optional.empty();
                case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN, UNPROCESSABLE ->
                    throw refused(what, e);
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

    private Unavailable away(String what, KubernetesClientException e) {
        var said = "Kargo's API server was to " + what + ", and did not: " + e.getMessage();
        return Optional.ofNullable(e.getStatus())
                .flatMap(status -> Optional.ofNullable(status.getDetails()))
                .map(StatusDetails::getRetryAfterSeconds)
                .map(seconds -> new Unavailable(said, Duration.ofSeconds(seconds)))
                .orElseGet(() -> new Unavailable(said, e));
    }
}
