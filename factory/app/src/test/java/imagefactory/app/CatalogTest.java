package imagefactory.app;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import imagefactory.core.run.StageResult.Skipped;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** images.yaml changes while the factory runs. */
@QuarkusTest
class CatalogTest extends OnRealServers {
    @AfterEach
    void mend() throws Exception {
        write(TestCatalog.YAML);
        await().until(() -> faults() == 0 && !names().contains("added"));
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

        get("/images").then().body("images.name", hasItem("postgres"));
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
    void anImageThatIsNoLongerEnrolledIsNotBuilt() throws Exception {
        write(TestCatalog.YAML + TestCatalog.image("added", ""));
        await().until(() -> names().contains("added"));
        var image = begun(new Enrolled("added"));
        sources.away(true);
        var event = tick(image);
        waiting(image, event);

        write(TestCatalog.YAML);
        await().until(() -> !names().contains("added"));
        sources.away(false);

        assertThat(over(image, event).results())
                .containsExactly(new Skipped("it is no longer enrolled as an image that is built here"));
        get("/images/added").then().statusCode(404).body("code", equalTo("image-unknown"));
    }

    private static void write(String yaml) throws IOException {
        Files.writeString(RealServers.running().catalog(), yaml);
    }

    private static int faults() {
        return get("/images").path("faults.size()");
    }

    private static java.util.List<String> names() {
        return get("/images").path("images.name");
    }
}
