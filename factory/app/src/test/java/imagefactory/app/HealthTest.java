package imagefactory.app;

import static io.restassured.RestAssured.get;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What probes are told. */
@Tag("long")
@QuarkusTest
class HealthTest extends OnRealServers {
    private static final String CATALOG = "checks.find { it.name == 'catalog' }.";

    @Test
    void aFactoryThatIsWellSaysSo() {
        get("/q/health").then().statusCode(200).body("status", equalTo("UP")).body(CATALOG + "data.faults", equalTo(0));
        get("/q/health/live").then().statusCode(200);
    }

    @Test
    void whereNothingRunsInAClusterNothingIsFoundOfOne() {
        get("/q/health/ready")
                .then()
                .body("checks.find { it.name == 'cluster' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'cluster' }.data.findings", equalTo(0));
        get("/doctor").then().statusCode(200).body("checks", empty());
    }

    @Test
    void aBrokenCatalogIsToldAndTheFactoryStaysReady() throws Exception {
        Files.writeString(RealServers.running().catalog(), "- name: [");
        await().until(() -> get("/q/health/ready").<Integer>path(CATALOG + "data.faults") > 0);

        get("/q/health/ready")
                .then()
                .statusCode(200)
                .body(CATALOG + "data.images", greaterThan(100))
                .body(CATALOG + "data.first", containsString("images.yaml:1:"));

        Files.writeString(RealServers.running().catalog(), TestCatalog.YAML);
        await().until(() -> get("/q/health/ready").<Integer>path(CATALOG + "data.faults") == 0);
    }

    @Test
    void withoutPostgresqlTheFactoryIsAliveAndNotReady() {
        RealServers.running().postgresDown();
        try {
            get("/q/health/ready").then().statusCode(503).body("status", equalTo("DOWN"));
            get("/q/health/live").then().statusCode(200);
            get("/runs")
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .body("code", equalTo("not-reachable"))
                    .body("detail", equalTo("PostgreSQL, which keeps the state of the factory, does not answer."));
        } finally {
            RealServers.running().postgresUp();
        }
        await().until(() -> get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void withoutKafkaTheFactoryIsAliveAndNotReady() {
        RealServers.running().kafkaDown();
        try {
            get("/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body("checks.find { it.name == 'kafka' }.status", equalTo("DOWN"));
            get("/q/health/live").then().statusCode(200);
            io.restassured.RestAssured.given()
                    .contentType("application/json")
                    .body(Events.schedule("nobody"))
                    .post("/events")
                    .then()
                    .statusCode(503)
                    .body("code", equalTo("not-reachable"))
                    .body("detail", containsString("Kafka"));
        } finally {
            RealServers.running().kafkaUp();
        }
        await().until(() -> get("/q/health/ready").statusCode() == 200);
    }
}
