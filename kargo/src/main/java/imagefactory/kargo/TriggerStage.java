package imagefactory.kargo;

import java.util.List;
import java.util.Optional;

/**
 * The stage of a base that tells the factory of each new digest: {@code io.imagefactory.base-image-updated}, by
 * {@code POST /events}. An answer that another attempt would get again ends the promotion; anything else is tried again.
 */
final class TriggerStage {
    private static final String ACCEPTED = "response.status == 202";
    private static final String REFUSED =
            "response.status >= 400 && response.status < 500 && response.status != 408 && response.status != 429";

    private final Watched base;
    private final Setting setting;

    TriggerStage(Watched base, Setting setting) {
        this.base = base;
        this.setting = setting;
    }

    Manifest manifest(Meta meta) {
        var name = Names.of("rebuild-trigger-" + base.image().orElse(base.shown()));
        var description = "Tells the factory of new digests of " + base.shown() + ".";
        var spec = Tree.of("requestedFreight", List.of(PromotionStages.requested(base, Tree.of("direct", true))))
                .with("promotionTemplate", Tree.of("spec", Tree.of("steps", List.of(step()))));
        return Manifest.in(
                "stages",
                meta.object(Meta.KARGO, "Stage", name, base.image(), Optional.of(description))
                        .with("spec", spec));
    }

    private Tree step() {
        var config = Tree.of("method", "POST")
                .with("url", setting.factory() + "/events")
                .with(
                        "headers",
                        List.of(
                                header("Authorization", "Bearer ${{ secret('image-factory-events').token }}"),
                                header("Content-Type", "application/cloudevents+json")))
                .with("body", event())
                .with("timeout", "30s")
                .with("successExpression", ACCEPTED)
                .with("failureExpression", REFUSED);
        return Tree.of("uses", "http")
                .with("as", "event")
                .with("retry", Tree.of("timeout", "1h").with("errorThreshold", 20))
                .with("config", config);
    }

    private static Tree header(String name, String value) {
        return Tree.of("name", name).with("value", value);
    }

    /** A CloudEvent, quoted because Kargo would make an object of it; no two braces stand together but the last. */
    private String event() {
        return """
                ${{ quote({
                  "specversion": "1.0",
                  "type": "io.imagefactory.base-image-updated",
                  "source": "/kargo/" + ctx.project,
                  "id": ctx.targetFreight.name + "." + ctx.stage,
                  "subject": "%s:" + %s.Tag,
                  "datacontenttype": "application/json",
                  "data": {"digest": %s.Digest}
                }) }}
                """.formatted(base.repository(), base.inFreight(), base.inFreight());
    }
}
