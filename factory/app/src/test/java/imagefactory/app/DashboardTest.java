package imagefactory.app;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import imagefactory.app.run.Runs;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboard of deploy/kubernetes asks for what the factory counts. */
@QuarkusTest
class DashboardTest extends OnRealServers {
    private static final Path DASHBOARD = Path.of("../../deploy/kubernetes/components/monitoring/image-factory.json");
    private static final Pattern ASKED = Pattern.compile("([a-z_]+)\\{");
    private static final String PROMETHEUS_ITSELF = "up";

    @Inject
    Runs runs;

    @Test
    void everyMetricOfTheDashboardIsOneOfTheFactorys() throws Exception {
        published(TestCatalog.plain());
        runs.fault("dashboard", new IllegalStateException("so that one was counted"));
        get("/images").then().statusCode(200);

        var metrics = get("/q/metrics").asString();

        assertThat(asked())
                .hasSizeGreaterThan(5)
                .allMatch(name -> metrics.contains("\n" + name + "{") || metrics.contains("\n" + name + " "));
    }

    private static Set<String> asked() throws Exception {
        return new ObjectMapper()
                .readTree(DASHBOARD.toFile()).findValuesAsText("expr").stream()
                        .flatMap(expression -> ASKED.matcher(expression).results())
                        .map((MatchResult found) -> found.group(1))
                        .filter(name -> !name.equals(PROMETHEUS_ITSELF))
                        .collect(Collectors.toSet());
    }
}
