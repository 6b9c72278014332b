package imagefactory.app;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import imagefactory.app.outside.FakePipeline;
import imagefactory.app.planning.Catalogs;
import imagefactory.core.ledger.Decision;
import imagefactory.core.ledger.Decision.Kind;
import imagefactory.core.ledger.Ledger;
import imagefactory.core.outcome.AtOnce;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.promote.Pipeline;
import imagefactory.core.promote.Pipeline.Rollback;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person wants back in a stage what it had before. */
@QuarkusTest
class RollbackTest extends OnRealServers {
    /** One with a stage dev, of which nothing is asked here that leaves a trace. */
    private static final String ANY = "staged-0";

    private static final String PROBLEM = "application/problem+json";

    @Inject
    Catalogs catalogs;

    @Inject
    Ledger ledger;

    @Test
    void itIsAskedOfKargoAndWrittenDown() {
        var image = TestCatalog.staged();

        var promotion = asked(image.name(), Map.of("stage", "dev", "by", "ada", "why", "it is slow"))
                .statusCode(202)
                .body("image", equalTo(image.name()))
                .body("stage", equalTo("dev"))
                .body("from", equalTo(FakePipeline.PRESENT.value()))
                .body("to", equalTo(FakePipeline.BEFORE.value()))
                .body("freight", equalTo("f1"))
                .body("made", equalTo(true))
                .body("afterwards", equalTo("held"))
                .extract()
                .<String>path("promotion");

        var because = "ada asked for it: it is slow; stage dev had " + FakePipeline.PRESENT + ", Kargo's Promotion "
                + promotion;
        get("/images/" + image.name() + "/why")
                .then()
                .statusCode(200)
                .body("decisions.kind", hasItem("reverted"))
                .body("decisions.because", hasItem(because))
                .body("decisions.data.digest", hasItem(FakePipeline.BEFORE.value()));
    }

    @Test
    void askedByManyAtOnceItIsOnePromotionWrittenDownOnce() throws Exception {
        var image = TestCatalog.staged();

        var made = AtOnce.each(
                        List.of(1, 2, 3, 4, 5, 6),
                        _ -> asked(image.name(), Map.of("stage", "dev"))
                                .statusCode(202)
                                .extract()
                                .<Boolean>path("made"))
                .values();

        assertThat(made).containsOnlyOnce(true);
        assertThat(reverted(image)).hasSize(1);
        assertThat(reverted(image).getFirst().because()).startsWith("somebody asked for it: no reason given; ");
    }

    @Test
    void theNamedDigestIsWhatIsAskedFor() {
        var image = TestCatalog.staged();

        asked(image.name(), Map.of("stage", "dev", "to", FakePipeline.PRESENT.value()))
                .statusCode(202)
                .body("to", equalTo(FakePipeline.PRESENT.value()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"stage\":\"\"}", "null", "{\"stage\":\"dev\",\"to\":\"latest\"}", "[]"})
    void whatCannotBeReadSaysWhatToSend(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/images/" + ANY + "/rollback")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("code", equalTo("bad-request"));
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, dev, image-unknown, GET /images lists those that are.",
        "postgres, dev, stage-unknown, 'Revert the commit that promoted it, or enrol stages in images.yaml.'",
        "staged-0, deb, stage-unknown, Did you mean dev?",
        "staged-0, production, stage-unknown, Name one of dev."
    })
    void whatIsNotEnrolledIsNotFound(String image, String stage, String code, String advice) {
        asked(image, Map.of("stage", stage))
                .statusCode(404)
                .contentType(PROBLEM)
                .body("code", equalTo(code))
                .body("advice", equalTo(advice));
    }

    @Test
    void whatKargoRefusesIsAnsweredAndNotWrittenDown() {
        var image = TestCatalog.staged();
        pipeline.fail(new Problem(Problem.Code.NOTHING_OLDER, "It had nothing older.", "Name one."));

        asked(image.name(), Map.of("stage", "dev"))
                .statusCode(409)
                .contentType(PROBLEM)
                .body("code", equalTo("nothing-older"))
                .body("detail", equalTo("It had nothing older."));
        assertThat(reverted(image)).isEmpty();
    }

    @Test
    void withoutKargoItIsRefusedWithWhatToDo() {
        var image = catalogs.current().named(ANY).orElseThrow();

        assertThatThrownBy(
                        () -> Pipeline.NONE.rollBack(new Rollback(image, "dev", Optional.empty(), "ada", "it is slow")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem())
                                .isEqualTo(
                                        new Problem(
                                                Problem.Code.KARGO_MISSING,
                                                "This factory speaks with no Kargo, so it cannot roll back stage dev of "
                                                        + image.name() + ".",
                                                "Set factory.kargo to kubernetes where Kargo runs, or promote the older Freight in Kargo itself.")));
    }

    @Test
    void whileKargoIsAwayItIsSaid() {
        pipeline.away(true);

        asked(ANY, Map.of("stage", "dev"))
                .statusCode(503)
                .contentType(PROBLEM)
                .body("code", equalTo("not-reachable"))
                .body("detail", equalTo("Kargo is away"));
    }

    @Test
    void itIsDescribedForPrograms() {
        get("/q/openapi").then().statusCode(200).body(containsString("/images/{name}/rollback:"));
    }

    private List<Decision> reverted(Enrolled image) {
        return ledger.about(image.name(), 50).stream()
                .filter(decision -> decision.kind() == Kind.REVERTED)
                .toList();
    }

    private static ValidatableResponse asked(String image, Map<String, String> body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/images/" + image + "/rollback")
                .then();
    }
}
