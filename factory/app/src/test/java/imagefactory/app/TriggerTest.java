package imagefactory.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import imagefactory.core.build.BuildReason;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.kargo.Manifest;
import imagefactory.kargo.Setting;
import imagefactory.kargo.Synthesis;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The http step of a trigger stage, sent as Kargo sends it: from new Freight of a base to what is built on that. */
@QuarkusTest
class TriggerTest extends OnRealServers {
    /** Kargo's values for one promotion. */
    private record Freight(String name, String stage, String tag, Digest digest) {
        /** The few words of Kargo's expression language that the step is written in. */
        String evaluated(String text) {
            return text.replaceAll(
                            "\\$\\{\\{ secret\\('image-factory-events'\\)\\.token }}",
                            Matcher.quoteReplacement(RealServers.TOKEN))
                    .replaceFirst("(?s)^\\$\\{\\{ quote\\((.*)\\) }}\\s*$", "$1")
                    .replaceAll("imageFrom\\(\"[^\"]*\", warehouse\\(\"[^\"]*\"\\)\\)\\.Tag", "\"" + tag + "\"")
                    .replaceAll("imageFrom\\(\"[^\"]*\", warehouse\\(\"[^\"]*\"\\)\\)\\.Digest", "\"" + digest + "\"")
                    .replace("ctx.targetFreight.name", "\"" + name + "\"")
                    .replace("ctx.project", "\"image-factory-kargo\"")
                    .replace("ctx.stage", "\"" + stage + "\"")
                    .replaceAll("\"\\s*\\+\\s*\"", "");
        }
    }

    @Test
    void newFreightOfABaseRebuildsWhatIsBuiltOnIt() throws Exception {
        var image = published(TestCatalog.plain());
        base(image, "next " + UUID.randomUUID());
        var digest = registry.head(image.base()).orElseThrow().digest();
        var stage = stage(image.base());
        var freight = new Freight("f1c0ffee" + UUID.randomUUID(), name(stage), "12", digest);

        send(stage, freight).then().statusCode(202).body("event", equalTo(freight.name() + "." + name(stage)));

        await().until(() ->
                runs(image).size() == 2 && runs(image).getFirst().closed().isPresent());
        var run = runs(image).getFirst();
        assertThat(run.problem()).isEmpty();
        assertThat(run.causes()).isNotEmpty().allSatisfy(cause -> {
            assertThat(cause.event().source()).isEqualTo("/kargo/image-factory-kargo");
            assertThat(cause.reason()).isInstanceOf(BuildReason.BaseChanged.class);
        });
    }

    @Test
    void theSameFreightSentAgainIsTheSameEvent() throws Exception {
        var image = published(TestCatalog.plain());
        base(image, "next " + UUID.randomUUID());
        var stage = stage(image.base());
        var digest = registry.head(image.base()).orElseThrow().digest();
        var freight = new Freight("f1c0ffee" + UUID.randomUUID(), name(stage), "12", digest);

        send(stage, freight).then().statusCode(202);
        send(stage, freight).then().statusCode(202);

        await().until(() ->
                runs(image).size() == 2 && runs(image).getFirst().closed().isPresent());
        assertThat(count("select count(*) from event where id = ?", freight.name() + "." + name(stage)))
                .isOne();
    }

    @Test
    void withAnotherTokenTheStepFailsForGood() throws Exception {
        var stage = stage(ImageRef.parse("registry.test/base/anything:12"));
        var config = config(stage);

        var status = given().header("Host", "image-factory.image-factory.svc:8080")
                .header("Authorization", "Bearer another")
                .contentType("application/cloudevents+json")
                .body(config.get("body").toString())
                .post("/events")
                .statusCode();

        assertThat(status).isEqualTo(401);
        assertThat(config.get("failureExpression").toString())
                .contains("response.status >= 400 && response.status < 500");
    }

    /** With the step's own method, path, headers and body, under the name that the cluster has for the factory. */
    private static Response send(Map<?, ?> stage, Freight freight) {
        var config = config(stage);
        var request = given().header("Host", "image-factory.image-factory.svc:8080");
        for (var header : (List<?>) value(config, "headers")) {
            var each = (Map<?, ?>) header;
            request = request.header(
                    each.get("name").toString(),
                    freight.evaluated(each.get("value").toString()));
        }
        var path = config.get("url").toString().replaceFirst("^http://[^/]*", "");
        return request.body(freight.evaluated(config.get("body").toString()))
                .request(config.get("method").toString(), path);
    }

    private static Map<?, ?> stage(ImageRef base) {
        var manifests = Synthesis.of(new Catalog(List.of()), List.of(base), Setting.DEFAULT)
                .manifests();
        return manifests.stream()
                .filter(manifest -> manifest.kind().equals("Stage"))
                .map(Manifest::yaml)
                .map(yaml -> new Yaml().<Map<?, ?>>load(yaml))
                .findFirst()
                .orElseThrow();
    }

    private static String name(Map<?, ?> stage) {
        return value(stage, "metadata", "name").toString();
    }

    private static Map<?, ?> config(Map<?, ?> stage) {
        return (Map<?, ?>) value(stage, "spec", "promotionTemplate", "spec", "steps", "config");
    }

    /** A list on the way has one element. */
    private static Object value(Map<?, ?> from, String... path) {
        Object here = from;
        for (var key : path) {
            here = ((Map<?, ?>) (here instanceof List<?> list ? list.getFirst() : here)).get(key);
        }
        return here;
    }
}
