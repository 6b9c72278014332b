package imagefactory.app;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import imagefactory.app.store.RunView;
import imagefactory.core.outcome.Problem;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.Severity;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The interface that people and programs use (USE.md, "HTTP"). */
@QuarkusTest
class HttpTest extends OnRealServers {
    private static final String PROBLEM = "application/problem+json";

    @Test
    void anEventThatIsTakenLeadsToItsPlanAndItsRuns() throws Exception {
        var image = begun(TestCatalog.plain());
        var event = Events.schedule(image.name());

        var id = given().contentType(ContentType.JSON)
                .body(event)
                .post("/events")
                .then()
                .statusCode(202)
                .extract()
                .<String>path("event");

        assertThat(id).isEqualTo(Events.id(event));
        var run = published(image, event);
        var plan = get("/events/" + id)
                .then()
                .statusCode(200)
                .body("source", equalTo("/test"))
                .body("type", equalTo("io.imagefactory.schedule-ticked"))
                .body("subject", equalTo(image.name()))
                .body("runs", equalTo(List.of((int) run.id())))
                .extract()
                .<Integer>path("plan");
        get("/plans/" + plan)
                .then()
                .statusCode(200)
                .body("id", equalTo(plan))
                .body("runs", hasItem((int) run.id()))
                .body("levels.flatten()", hasItem(image.name()))
                .body("events.id", hasItem(id));
    }

    @Test
    void cloudEventsMayBeSentAsWhatTheyAre() {
        given().contentType("application/cloudevents+json")
                .body(Events.schedule("nobody"))
                .post("/events")
                .then()
                .statusCode(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "null", "[]", "{}", "{\"specversion\":\"1.0\"}"})
    void anEventThatCannotBeReadIsRefusedAtOnce(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/events")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("code", equalTo("event-unreadable"))
                .body("title", equalTo("event-unreadable"))
                .body("status", equalTo(400))
                .body("detail", startsWith("The event cannot be taken: not a CloudEvent in structured JSON: "))
                .body("advice", startsWith("Send a CloudEvent 1.0 in structured JSON"));
    }

    @Test
    void aHugeEventIsRefusedAtOnce() {
        given().contentType(ContentType.JSON)
                .body("x".repeat(300_000))
                .post("/events")
                .then()
                .statusCode(400)
                .body(
                        "detail",
                        equalTo("The event cannot be taken: 300000 bytes are more than the 262144 of an event."));
    }

    @Test
    void aRebuildIsAnEventLikeAnyOther() throws Exception {
        var image = published(TestCatalog.plain());
        var id = given().contentType(ContentType.JSON)
                .body(Map.of("image", image.name(), "by", "ada", "why", "the fair", "tag", "fair"))
                .post("/rebuilds")
                .then()
                .statusCode(202)
                .extract()
                .<String>path("event");

        await().until(() ->
                runs(image).size() == 2 && runs(image).getFirst().closed().isPresent());

        assertThat(runs(image).getFirst().because()).containsExactly("asked by ada: the fair");
        assertThat(runs(image).getFirst().causes().getFirst().event().id()).isEqualTo(id);
        assertThat(registry.tags(image.repository())).contains("fair");
    }

    @Test
    void aRebuildNeedsNoMoreThanAName() throws Exception {
        var image = published(TestCatalog.plain());
        given().contentType(ContentType.JSON)
                .body(Map.of("image", image.name()))
                .post("/rebuilds")
                .then()
                .statusCode(202);

        await().until(() -> runs(image).size() == 2);
        assertThat(runs(image).getFirst().because()).containsExactly("asked by somebody: no reason given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "postgres", ""})
    void aRebuildOfAnImageThatIsNotBuiltHereNamesThoseThatAre(String name) {
        given().contentType(ContentType.JSON)
                .body(Map.of("image", name))
                .post("/rebuilds")
                .then()
                .statusCode(404)
                .contentType(PROBLEM)
                .body("code", equalTo("image-unknown"))
                .body("detail", equalTo("No image that is built here is enrolled as \"" + name + "\"."))
                .body("advice", containsString("plain-0, plain-1, plain-2"))
                .body("advice", not(containsString("postgres")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "{", "[]", "\"x\"", "{\"image\":{}}", "{\"image\":\"plain-0\",\"tag\":\"-rf\"}"})
    void aRebuildThatCannotBeReadIsRefused(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/rebuilds")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("code", equalTo("bad-request"));
    }

    @Test
    void anImageIsShownWithHowItStandsAndWhy() throws Exception {
        var image = published(TestCatalog.plain());
        var run = runs(image).getFirst();

        get("/images/" + image.name())
                .then()
                .statusCode(200)
                .body("name", equalTo(image.name()))
                .body("repository", equalTo(image.repository().toString()))
                .body("state", equalTo("fresh"))
                .body("because", equalTo("published because never published"))
                .body("published.id", equalTo((int) run.id()))
                .body("published.digest", equalTo(run.digest().orElseThrow().value()))
                .body("open", equalTo(null));
        get("/images/" + image.name() + "/why")
                .then()
                .body("image.name", equalTo(image.name()))
                .body("decisions.kind", equalTo(List.of("published", "opened")))
                .body("decisions.because", equalTo(List.of("never published", "never published")))
                .body("decisions.data.run", equalTo(List.of((int) run.id(), (int) run.id())))
                .body(
                        "decisions.data.digest",
                        hasItem(run.digest().orElseThrow().value()));
        get("/images?limit=1000")
                .then()
                .body("images.name", hasItem(image.name()))
                .body("faults", empty());
        get("/images/postgres").then().body("state", equalTo("external"));
    }

    @Test
    void anImageThatIsBuildingWaitingBlockedOrStaleSaysSo() throws Exception {
        var image = begun(TestCatalog.manual());
        assertThat(state(image)).isEqualTo("unknown");

        executor.hold(true);
        var event = tick(image);
        await().until(() -> state(image).equals("building"));
        outages.away();
        executor.hold(false);
        await().untilAsserted(() -> get("/images/" + image.name())
                .then()
                .body("state", equalTo("waiting"))
                .body("because", equalTo("the registry is away"))
                .body("until", not(empty())));
        outages.behave();
        published(image, event);
        assertThat(state(image)).isEqualTo("fresh");

        base(image, "newer " + UUID.randomUUID());
        skipped(sent(Events.baseUpdated(image)));
        assertThat(state(image)).isEqualTo("stale");

        executor.fail(new Problem(Problem.Code.BUILD_FAILED, "It failed.", "Mend it."));
        over(image, sent(Events.askedWithoutCache(image, "try")));
        get("/images/" + image.name())
                .then()
                .body("state", equalTo("blocked"))
                .body("problem.code", equalTo("build-failed"))
                .body("problem.text", equalTo("It failed."));
    }

    @Test
    void aRunIsShownWithItsResultsAndItsLogs() throws Exception {
        var image = published(TestCatalog.plain());
        var run = runs(image).getFirst();

        get("/runs/" + run.id())
                .then()
                .statusCode(200)
                .body("image", equalTo(image.name()))
                .body("due", equalTo("nothing"))
                .body("because", equalTo(List.of("never published")))
                .body("causes.reason.kind", equalTo(List.of("never-published")))
                .body("results.stage", hasSize(10))
                .body("results.stage", hasItem("published"));
        get("/runs/" + run.id() + "/logs/build-linux/amd64")
                .then()
                .statusCode(200)
                .contentType("text/plain;charset=UTF-8")
                .body(startsWith("STEP 1: built by a fake"));
    }

    @Test
    void runsComeInPagesFromTheNewest() throws Exception {
        var image = published(TestCatalog.plain());
        for (int i = 0; i < 4; i++) {
            published(image, sent(Events.asked(image, "again " + i)));
        }
        var pages = new ArrayList<List<Integer>>();
        var path = "/runs?limit=2&image=" + image.name();

        for (var next = page(path, pages); next != null; next = page(path + "&before=" + next, pages)) {
            assertThat(pages).hasSizeLessThan(10);
        }

        assertThat(pages).hasSize(3);
        assertThat(pages.stream().flatMap(List::stream))
                .isEqualTo(runs(image).stream()
                        .map(RunView::id)
                        .map(Long::intValue)
                        .toList());
        get("/runs?image=" + image.name()).then().body("runs.image", everyItem(equalTo(image.name())));
    }

    @Test
    void imagesComeInPagesByNameALineEach() throws Exception {
        scanner.find(List.of(new Finding("CVE-1", Severity.LOW, "tar", "1.34", Optional.empty(), "old")));
        var image = published(TestCatalog.plain());
        var names = new ArrayList<String>();
        var path = "/images?limit=50";

        var page = get(path).then().statusCode(200).extract();
        names.addAll(page.path("images.name"));
        for (String next = page.path("next"); next != null; next = page.path("next")) {
            page = get(path + "&after=" + next).then().statusCode(200).extract();
            names.addAll(page.path("images.name"));
        }

        assertThat(names).hasSizeGreaterThan(100).isSorted().doesNotHaveDuplicates();
        var line = get("/images?limit=1000")
                .then()
                .extract()
                .<Map<String, Object>>path("images.find { it.name == '%s' }", image.name());
        assertThat(line)
                .containsEntry("state", "fresh")
                .containsEntry(
                        "digest", runs(image).getFirst().digest().orElseThrow().value())
                .containsEntry("findings", Map.of("LOW", 1))
                .containsKey("publishedAt")
                .doesNotContainKeys("published", "open");
    }

    @Test
    void whatDidNotChangeIsNotSentAgain() throws Exception {
        var image = published(TestCatalog.plain());
        var run = runs(image).getFirst();
        for (var path : List.of(
                "/runs/" + run.id(),
                "/images?limit=1&after=plain",
                "/images/" + image.name() + "/why",
                "/dead-letters?before=factory.events-0-99999999",
                "/plans/" + run.plan().orElseThrow())) {
            var tag = get(path).then().statusCode(200).extract().header("ETag");

            given().header("If-None-Match", tag)
                    .get(path)
                    .then()
                    .statusCode(304)
                    .body(equalTo(""));
            given().header("If-None-Match", "\"other\"").get(path).then().statusCode(200);
        }
    }

    @Test
    void deadLettersAreListedShownAndReplayed() {
        var poison = "no json " + UUID.randomUUID();
        sent(poison);
        await().until(() -> letters().stream().anyMatch(letter -> text(letter).equals(poison)));
        var id = letters().stream()
                .filter(letter -> text(letter).equals(poison))
                .findFirst()
                .orElseThrow();
        var before = letters().size();

        given().post("/dead-letters/" + id + "/replay").then().statusCode(202).body("deadLetter", equalTo(id));

        await().until(() -> letters().size() == before + 1);
        var shown = get("/dead-letters").then().extract();
        assertThat(shown.<String>path("deadLetters.find { it.id == '%s' }.replayed", id))
                .isNotNull();
        assertThat(get("/dead-letters?before=" + id).<List<String>>path("deadLetters.id"))
                .doesNotContain(id);
        assertThat(shown.<String>path("deadLetters.find { it.id == '%s' }.problem", id))
                .startsWith("not a CloudEvent in structured JSON: ");
    }

    @ParameterizedTest
    @CsvSource({
        "/runs/999999999, 404, not-found",
        "/runs/x, 404, not-found",
        "/runs/1/logs/x, 404, not-found",
        "/plans/999999999, 404, not-found",
        "/images/nobody, 404, image-unknown",
        "/images/nobody/why, 404, image-unknown",
        "/events/nobody, 404, not-found",
        "/dead-letters/x, 404, not-found",
        "/dead-letters/factory.events-0-999999999, 404, not-found",
        "/nowhere, 404, not-found",
    })
    void whatIsNotThereIsAProblemLikeAnyOther(String path, int status, String code) {
        get(path)
                .then()
                .statusCode(status)
                .contentType(PROBLEM)
                .body("code", equalTo(code))
                .body("detail", not(empty()))
                .body("advice", not(empty()));
    }

    @Test
    void theInterfaceDescribesItself() {
        given().accept(ContentType.JSON)
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("paths.keySet()", hasItem("/runs/{id}/logs/{stage}"))
                .body("paths.keySet()", hasItem("/dead-letters/{id}/replay"))
                .body("paths.'/rebuilds'.post", not(empty()));
    }

    @Test
    void metricsCountRunsAndFaults() throws Exception {
        published(TestCatalog.plain());

        get("/q/metrics").then().statusCode(200).body(containsString("imagefactory_runs_total{result=\"published\"}"));
    }

    private static Integer page(String path, List<List<Integer>> pages) {
        Response page = get(path);
        pages.add(page.path("runs.id"));
        return page.path("next");
    }

    private static String state(Enrolled image) {
        return get("/images/" + image.name()).path("state");
    }

    private static List<String> letters() {
        return get("/dead-letters").path("deadLetters.id");
    }

    private static String text(String letter) {
        return get("/dead-letters/" + letter).asString();
    }
}
