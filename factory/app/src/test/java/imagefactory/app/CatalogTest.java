package imagefactory.app;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import imagefactory.app.store.RunView;
import imagefactory.core.run.Due;
import imagefactory.core.run.StageResult.Skipped;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** images.yaml changes while the factory runs. */
@QuarkusTest
class CatalogTest extends OnRealServers {
    private static final Skipped GONE = new Skipped("it is no longer enrolled as an image that is built here");

    private static final Set<String> MINE = Set.of("added", "at-once", "waiting", "resting", "building");

    @AfterEach
    void mend() throws Exception {
        write(TestCatalog.YAML);
        executor.behave();
        await().until(() -> faults() == 0 && names().stream().noneMatch(MINE::contains));
    }

    @Test
    void aBrokenFileIsToldAndTheLastGoodOneStaysInForce() throws Exception {
        var image = begun(TestCatalog.plain());
        write(TestCatalog.YAML + "- name: added\n  dockerFile: x\n  rebuildDelay: 7 days\n");
        await().until(() -> faults() > 0);

        get("/images")
                .then()
                .body("faults.text", hasItem("image \"added\": unknown key \"dockerFile\"."))
                .body("images.name", not(hasItem("added")));
        published(image, tick(image));
    }

    @Test
    void aMendedFileIsTaken() throws Exception {
        write("- name: [");
        await().until(() -> faults() > 0);

        write(TestCatalog.YAML + TestCatalog.image("added", ""));

        await().until(() -> names().contains("added"));
        get("/images").then().body("faults", empty());
    }

    @Test
    void aFileThatIsGoneIsToldAndTheLastGoodOneStaysInForce() throws Exception {
        Files.delete(RealServers.running().catalog());
        await().until(() -> faults() == 1);

        get("/images?limit=1000").then().body("images.name", hasItem("postgres"));
    }

    @Test
    void aFileThatIsMovedIntoPlaceIsTaken() throws Exception {
        var file = RealServers.running().catalog();
        var next =
                Files.writeString(file.resolveSibling("next.yaml"), TestCatalog.YAML + TestCatalog.image("added", ""));

        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        await().until(() -> names().contains("added"));
    }

    @Test
    void anImageThatIsAddedOrEnrolledOtherwiseIsBuiltAtOnce() throws Exception {
        var image = begun(new Enrolled("at-once"));
        write(TestCatalog.YAML + TestCatalog.image(image.name(), ""));

        var first = settled(image);
        write(TestCatalog.YAML + TestCatalog.image(image.name(), "  labels: {org.acme.team: portal}\n"));
        await().until(() -> runs(image).size() == 2);
        var second = settled(image);

        assertThat(first.because()).containsExactly("never published");
        assertThat(second.because()).allMatch(because -> because.startsWith("enrolment changed: labels"));
        assertThat(List.of(first, second))
                .allSatisfy(run ->
                        assertThat(run.causes().getFirst().event().source()).isEqualTo("/image-factory/catalog"));
        assertThat(executor.built(image.name())).hasSize(4);
    }

    @Test
    void aRunThatWaitsForGitEndsSkippedWhenItsImageIsGone() throws Exception {
        sources.away(true);
        var image = new Enrolled("waiting");
        write(TestCatalog.YAML + TestCatalog.image(image.name(), ""));
        await().until(() -> runs(image).stream().anyMatch(run -> run.waitsFor().isPresent()));

        write(TestCatalog.YAML);

        assertThat(settled(image).results()).containsExactly(GONE);
        get("/images/" + image.name()).then().statusCode(404).body("code", equalTo("image-unknown"));
    }

    @Test
    void aRunThatRestsEndsSkippedWhenItsImageIsGone() throws Exception {
        var image = begun(new Enrolled("resting"));
        write(TestCatalog.YAML + TestCatalog.image(image.name(), "  rebuildDelay: 7d\n"));
        settled(image);
        base(image, "newer");
        sent(Events.baseUpdated(image));
        await().until(() -> runs(image).size() == 2);

        write(TestCatalog.YAML);

        assertThat(settled(image).results()).containsExactly(GONE);
    }

    @Test
    void aBuildThatIsUnderWayEndsSkippedWhenItsImageIsGone() throws Exception {
        executor.hold(true);
        var image = begun(new Enrolled("building"));
        write(TestCatalog.YAML + TestCatalog.image(image.name(), ""));
        await().until(() -> runs(image).stream().anyMatch(run -> run.due() == Due.BUILD));

        write(TestCatalog.YAML);

        assertThat(settled(image).results().getLast()).isEqualTo(GONE);
        assertThat(latest(image)).isEmpty();
    }

    @Test
    void aBrokenFileIsRecordedOnce() throws Exception {
        write(TestCatalog.YAML + "- name: [1]\n");
        await().until(() -> faults() > 0);

        await().untilAsserted(() -> assertThat(count("""
                        select count(*) from decision where subject = '/catalog' and kind = 'refused'
                            and cause like '%name is a list%'
                        """)).isEqualTo(1));
    }

    /** Its newest run, once it is over. */
    private RunView settled(Enrolled image) {
        await().until(() -> runs(image).stream()
                .findFirst()
                .filter(run -> run.closed().isPresent())
                .isPresent());
        return runs(image).getFirst();
    }

    private static void write(String yaml) throws IOException {
        Files.writeString(RealServers.running().catalog(), yaml);
    }

    private static int faults() {
        return get("/images?limit=1000").path("faults.size()");
    }

    private static List<String> names() {
        return get("/images?limit=1000").path("images.name");
    }
}
