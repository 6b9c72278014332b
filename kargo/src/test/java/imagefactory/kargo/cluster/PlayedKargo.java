package imagefactory.kargo.cluster;

import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.image.Digest;
import imagefactory.kargo.Counterpart;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What Kargo's controller and webhook write of one stage of an image: its Freight is called f1, f2 and so on, the oldest first. */
final class PlayedKargo {
    private final KubernetesClient client;
    private final String project;
    private final EnrolledImage image;
    private final String warehouse;
    private final String stage;

    PlayedKargo(KubernetesClient client, String project, EnrolledImage image, String stage) {
        this.client = client;
        this.project = project;
        this.image = image;
        var counterpart = Counterpart.of(image).orElseThrow();
        warehouse = counterpart.warehouse();
        this.stage = counterpart.stages().stream()
                .filter(name -> name.endsWith("--" + stage))
                .findFirst()
                .orElseThrow();
    }

    static Digest digest(int number) {
        return Digest.of(("image " + number).getBytes(StandardCharsets.UTF_8));
    }

    /** @param status of it, as the inside of a JSON object */
    void freight(int number, String status) {
        client.resource("{\"apiVersion\":\"kargo.akuity.io/v1alpha1\",\"kind\":\"Freight\",\"metadata\":{\"name\":\"f"
                        + number
                        + "\"},\"discoveredAt\":\"2026-11-0" + number + "T00:00:00Z\",\"origin\":" + origin() + ","
                        + images(number) + "}")
                .inNamespace(project)
                .create();
        status(object("Freight", "f" + number), "{" + status + "}");
    }

    /** What the stage had, the newest first; promoted by itself. */
    void has(String... freights) {
        status(
                stage(),
                "{\"observedGeneration\":1,\"autoPromotionEnabled\":true,\"freightHistory\":["
                        + Arrays.stream(freights)
                                .map(name -> "{\"id\":\"c-" + name + "\",\"items\":{\"Warehouse/" + warehouse + "\":"
                                        + reference(name) + "}}")
                                .collect(Collectors.joining(","))
                        + "]}");
    }

    Resource<GenericKubernetesResource> stage() {
        return object("Stage", stage);
    }

    /** The steps that the stage promotes by. */
    Object steps() {
        return Part.of(stage().get().get("spec"))
                .at("promotionTemplate", "spec", "steps")
                .value()
                .orElseThrow();
    }

    GenericKubernetesResource promotion(String name) {
        return object("Promotion", name).require();
    }

    List<GenericKubernetesResource> promotions() {
        return client.genericKubernetesResources(AppliedManifests.context("Promotion"))
                .inNamespace(project)
                .list()
                .getItems();
    }

    /** What the webhook does to a promotion to something that is not the newest. */
    void held(String promotion) {
        object("Promotion", promotion)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"kargo.akuity.io/auto-promotion-hold\":\"Warehouse/"
                                + warehouse + "\"}}}");
    }

    /** The promotion has come through. */
    void promoted(String promotion) {
        status(object("Promotion", promotion), "{\"phase\":\"Succeeded\"}");
    }

    private Resource<GenericKubernetesResource> object(String kind, String name) {
        return client.genericKubernetesResources(AppliedManifests.context(kind))
                .inNamespace(project)
                .withName(name);
    }

    private String reference(String name) {
        return "{\"name\":\"" + name + "\",\"origin\":" + origin() + "," + images(Integer.parseInt(name.substring(1)))
                + "}";
    }

    private String origin() {
        return "{\"kind\":\"Warehouse\",\"name\":\"" + warehouse + "\"}";
    }

    private String images(int number) {
        return "\"images\":[{\"repoURL\":\"" + image.repository() + "\",\"tag\":\"v" + number + "\",\"digest\":\""
                + digest(number) + "\"}]";
    }

    private static void status(Resource<GenericKubernetesResource> object, String json) {
        object.subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":" + json + "}");
    }
}
