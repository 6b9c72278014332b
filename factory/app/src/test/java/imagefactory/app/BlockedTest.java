package imagefactory.app;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import imagefactory.core.outcome.Problem;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.Severity;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An image that is blocked costs a look at every event, and no run. */
@QuarkusTest
class BlockedTest extends OnRealServers {
    private static final Finding BAD =
            new Finding("CVE-1", Severity.CRITICAL, "openssl", "1.0", Optional.of("1.1"), "bad");

    @Test
    void anImageThatTheGateRefusedIsNotScannedAgainUntilSomethingIsNew() throws Exception {
        var image = begun(TestCatalog.plain());
        scanner.find(List.of(BAD));
        var run = over(image, tick(image));
        var scans = scanner.scanned().size();

        assertThat(skipped(tick(image)))
                .startsWith(
                        "it is still blocked by the problem of run " + run.id() + " (gate-refused, the same inputs)");
        assertThat(skipped(sent(Events.baseUpdated(image)))).startsWith("it is still blocked by ");

        assertThat(runs(image)).hasSize(1);
        assertThat(scanner.scanned()).hasSize(scans);
        get("/images/" + image.name())
                .then()
                .body("state", equalTo("blocked"))
                .body("because", startsWith("it is still blocked by "))
                .body("problem.code", equalTo("gate-refused"));

        scanner.behave();
        base(image, "mended " + UUID.randomUUID());
        published(image, sent(Events.baseUpdated(image)));
    }

    @Test
    void anImageThatTheGateRefusedIsScannedAgainByTheNextNightsTick() throws Exception {
        var image = begun(TestCatalog.plain());
        scanner.find(List.of(BAD));
        over(image, tick(image));
        scanner.behave();
        database.useHandle(handle ->
                handle.execute("update run set closed = closed - interval '1 day' where image = ?", image.name()));

        published(image, tick(image));

        assertThat(executor.built(image.name())).hasSize(2);
    }

    @Test
    void aDockerfileThatIsStillWrongOpensNoSecondRun() throws Exception {
        var image = begun(TestCatalog.plain());
        push(image, "FROM %s\nFLY away\n".formatted(image.base()));
        var first = over(image, tick(image));
        assertThat(first.problem().orElseThrow().code()).isEqualTo(Problem.Code.DOCKERFILE_INVALID);

        planned(sent(Events.baseUpdated(image)));
        assertThat(skipped(tick(image))).startsWith("it is still blocked by the problem of run " + first.id() + " (");
        assertThat(runs(image)).hasSize(1);

        push(image, "FROM %s\nCOPY file /\n".formatted(image.base()));
        published(image, sent(Events.pushed(image)));
    }
}
