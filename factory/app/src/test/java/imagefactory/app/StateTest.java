package imagefactory.app;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the originals' state files tell, by HTTP. */
@QuarkusTest
class StateTest extends OnRealServers {
    private static final String LONG_AGO = "2026-01-05T09:00:00Z";

    @Test
    void imagesAndBasesAreToldAsTheyAreKnown() throws Exception {
        var image = published(TestCatalog.plain());

        get("/state")
                .then()
                .statusCode(200)
                .body(
                        "images.find { it.name == '" + image.name() + "' }.references",
                        hasItem(image.base().toString()))
                .body(
                        "images.find { it.name == '" + image.name() + "' }.digest",
                        equalTo(latest(image).orElseThrow().value()))
                .body("bases.findAll { it.reference == '" + image.base() + "' }.platform", hasItem("linux/arm64"));
    }

    @Test
    void whyAnImageCouldNotBeLookedAtIsTold() throws Exception {
        var image = TestCatalog.plain();
        push(image, "RUN true\n");
        over(image, tick(image));

        get("/state")
                .then()
                .statusCode(200)
                .body("images.find { it.name == '" + image.name() + "' }.problem.code", equalTo("dockerfile-invalid"));
    }

    @Test
    void theClockOfABaseGoesOnFromWhereTheOriginalsLeftIt() throws Exception {
        var image = begun(TestCatalog.patient());
        var index = registry.head(image.base()).orElseThrow().digest();
        var base = Map.of("reference", image.base().toString(), "digest", index.value(), "changedAt", LONG_AGO);

        take(List.of(base)).body("taken", equalTo(2));
        take(List.of(base)).body("taken", equalTo(0));

        assertThat(count(
                        "select count(*) from base_seen where ref = ? and changed_at = ?::timestamptz",
                        image.base().toString(),
                        LONG_AGO))
                .isEqualTo(2);
        published(image, tick(image));
        assertThat(count(
                        "select count(*) from base_seen where ref = ? and changed_at = ?::timestamptz",
                        image.base().toString(),
                        LONG_AGO))
                .isEqualTo(2);
    }

    @Test
    void whatCannotBeTakenIsToldAndTheRestIsTaken() throws Exception {
        var image = begun(TestCatalog.plain());
        var gone = "sha256:" + "0".repeat(64);
        var child = registry.manifest(image.base())
                .orElseThrow()
                .content()
                .manifests()
                .getFirst()
                .digest();

        take(List.of(
                        Map.of("reference", image.base().toString(), "digest", gone, "changedAt", LONG_AGO),
                        Map.of("reference", "not a reference", "digest", gone, "changedAt", LONG_AGO),
                        Map.of(
                                "reference",
                                image.base().toString(),
                                "digest",
                                gone,
                                "changedAt",
                                "2999-01-01T00:00:00Z"),
                        Map.of("reference", image.base().toString(), "digest", gone),
                        Map.of("reference", image.base().toString(), "digest", child.value(), "changedAt", LONG_AGO)))
                .body("taken", equalTo(1))
                .body("left.because", hasItem(containsString("has " + gone + " no more")))
                .body("left.because", hasItem("changedAt 2999-01-01T00:00:00Z lies in the future"))
                .body("left.because", hasItem("changedAt is missing"))
                .body("left.size()", equalTo(4));
    }

    @Test
    void nothingAtAllIsRefused() {
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/state")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-request"));
    }

    @Test
    void aFaultOfTheFactoryIsAProblemLikeAnyOtherAndDoesNotTellItsWords() throws Exception {
        var image = begun(TestCatalog.plain());
        var asked = "manifest " + image.base().repository() + "@";
        outages.answer(request -> {
            if (request.startsWith(asked)) {
                throw new IllegalStateException("words for the log");
            }
        });
        var index = registry.head(image.base()).orElseThrow().digest();
        var base = Map.of("reference", image.base().toString(), "digest", index.value(), "changedAt", LONG_AGO);

        given().contentType(ContentType.JSON)
                .body(Map.of("bases", List.of(base)))
                .post("/state")
                .then()
                .statusCode(500)
                .contentType("application/problem+json")
                .body("code", equalTo("factory-fault"))
                .body("detail", equalTo("The factory met a fault of its own when it was asked for /state."))
                .body("advice", equalTo("Report it with what its log says of this moment."));
        get("/q/metrics").then().body(containsString("imagefactory_faults_total{stage=\"http\"}"));
    }

    private static ValidatableResponse take(List<Map<String, String>> bases) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("bases", bases))
                .post("/state")
                .then()
                .statusCode(200);
    }
}
