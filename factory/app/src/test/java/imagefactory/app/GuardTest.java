package imagefactory.app;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask. */
@QuarkusTest
class GuardTest extends OnRealServers {
    @ParameterizedTest
    @ValueSource(
            strings = {"evil.test", "evil.test:8081", "127.0.0.1.evil.test", "localhost.evil.test", "10.0.0.1:8081"})
    void aNameThatLeadsHereFromElsewhereIsRefused(String host) {
        given().header("Host", host)
                .get("/images")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("code", equalTo("bad-request"))
                .body(
                        "advice",
                        equalTo(
                                "Send Authorization: Bearer with the content of the file that factory.http.token names."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.test", "null", "http://localhost.evil.test", "http://127.0.0.1@evil.test", "::"})
    void aPageOfAnotherSiteIsRefused(String origin) {
        given().header("Origin", origin).get("/images").then().statusCode(401);
        given().header("Origin", origin)
                .contentType("application/json")
                .body(Events.schedule("nobody"))
                .post("/events")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8081", "127.0.0.1:8081", "localhost", "[::1]:8081"})
    void thisMachineMayAskUnderItsOwnNames(String host) {
        given().header("Host", host)
                .header("Origin", "http://localhost:8081")
                .get("/images/postgres")
                .then()
                .statusCode(200);
    }

    @Test
    void whoHasTheTokenMayAskFromAnywhere() {
        given().header("Host", "factory.acme.test")
                .header("Authorization", "Bearer " + RealServers.TOKEN)
                .get("/images/postgres")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "Bearer x", "Basic YTpi", "Bearer a token of the test", "bearer"})
    void whoHasAnotherTokenMayNot(String authorization) {
        given().header("Host", "factory.acme.test")
                .header("Authorization", authorization)
                .get("/images/postgres")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/health/ready", "/q/metrics"})
    void probesNeedNoToken(String path) {
        given().header("Host", "10.0.0.1:8081").get(path).then().statusCode(200);
    }
}
