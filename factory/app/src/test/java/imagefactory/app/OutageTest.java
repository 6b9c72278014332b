package imagefactory.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import imagefactory.app.store.RunView;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.run.Due;
import imagefactory.core.run.StageResult.Published;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is away is waited for, what refuses is told; nothing is lost or doubled by either. */
@Tag("long")
@QuarkusTest
class OutageTest extends OnRealServers {
    private static final Problem DENIED = new Problem(
            Problem.Code.REGISTRY_DENIED, "registry.test answered 403.", "Give the factory's account the rights.");

    @Inject
    CamelContext camel;

    @Test
    void aRegistryThatIsAwayIsWaitedFor() throws Exception {
        var image = begun(TestCatalog.plain());
        outages.away();
        var event = tick(image);

        assertThat(waiting(image, event).waitsFor()).contains("the registry is away");
        outages.behave();

        assertThat(published(image, event).because()).containsExactly("not yet known: the registry is away");
    }

    @Test
    void gitThatIsAwayIsWaitedFor() throws Exception {
        var image = begun(TestCatalog.plain());
        sources.away(true);
        var event = tick(image);

        assertThat(waiting(image, event).waitsFor()).contains("git is away");
        sources.away(false);

        published(image, event);
    }

    @Test
    void anOldVulnerabilityDatabaseIsWaitedForAndFailsNothing() throws Exception {
        var image = begun(TestCatalog.plain());
        scanner.stale(true);
        var event = tick(image);

        assertThat(waiting(image, event).waitsFor()).contains("the vulnerability database is 90 hours old");
        scanner.stale(false);

        published(image, event);
        assertThat(executor.built(image.name())).hasSize(2);
    }

    /** The request by which each stage is known, and what is due when it is refused. */
    static Stream<Arguments> stages() {
        return Stream.of(
                stage(Due.RESOLVE, image -> "manifest " + image.base()),
                stage(Due.BUILD, image -> "head " + image.staging() + "@"),
                stage(Due.ASSEMBLE, image -> "put " + image.staging() + "@"),
                stage(Due.RELEASE, image -> "put " + image.repository() + "@"),
                stage(Due.ATTACH, image -> "attach " + image.repository()),
                stage(Due.VERIFY, image -> "referrers " + image.repository()),
                stage(Due.PUBLISH, image -> "put " + image.repository() + ":latest"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void aRegistryThatRefusesEndsTheRunAndNothingIsPublished(Due due, Request request) throws Exception {
        var image = begun(TestCatalog.plain());
        outages.answer(asked -> {
            if (isOf(image, asked, request) && reached(image, due)) {
                throw new Refused(DENIED);
            }
        });

        var run = over(image, tick(image));

        assertThat(run.problem()).contains(DENIED);
        assertThat(run.find(Published.class)).isEmpty();
        assertThat(latest(image)).isEmpty();
        assertThat(count("select count(*) from published where image = ? and digest is not null", image.name()))
                .isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void aRegistryThatFailsForAWhileIsAskedAgainAndNothingIsDoneTwice(Due due, Request request) throws Exception {
        var image = begun(TestCatalog.plain());
        var failures = new AtomicInteger();
        outages.answer(asked -> {
            if (isOf(image, asked, request) && reached(image, due) && failures.incrementAndGet() <= 2) {
                throw new Unavailable("registry.test answered 500");
            }
        });

        var run = published(image, tick(image));

        assertThat(failures).hasValueGreaterThan(2);
        assertThat(registry.referrers(image.repository(), run.digest().orElseThrow()))
                .hasSize(2);
        assertThat(latest(image)).isEqualTo(run.digest());
        assertThat(count("select count(*) from build where image = ?", image.name()))
                .isEqualTo(2);
        assertThat(count(
                        "select count(*) from outbox where key = ? and body like '%run.published%'",
                        Long.toString(run.id())))
                .isOne();
    }

    @Test
    void aKeyThatCannotBeReadEndsTheRunAndTheNextTickSignsWhatIsBuilt() throws Exception {
        var image = begun(TestCatalog.plain());
        var unreadable = new Problem(Problem.Code.KEY_UNREADABLE, "The key cannot be used.", "Check the file.");
        signer.fail(unreadable);

        var run = over(image, tick(image));

        assertThat(run.problem()).contains(unreadable);
        assertThat(registry.tags(image.repository())).isEmpty();
        signer.behave();
        published(image, tick(image));
        assertThat(executor.built(image.name())).hasSize(2);
    }

    @Test
    void anOutageOfPostgresqlLosesNothingAndBuriesNothing() throws Exception {
        var image = begun(TestCatalog.plain());
        executor.hold(true);
        var before = tick(image);
        await().until(() ->
                run(image, before).filter(run -> run.due() == Due.BUILD).isPresent());
        var dead = count("select count(*) from dead_letter");
        var outage = "outage-" + UUID.randomUUID();

        RealServers.running().postgresDown();
        RealServers.running()
                .send(IntStream.range(0, 500)
                        .mapToObj(i -> Events.schedule(outage))
                        .toList());
        var asked = sent(Events.asked(image, "while it was away"));
        executor.hold(false);
        await().pollDelay(java.time.Duration.ofSeconds(4)).until(() -> true);
        RealServers.running().postgresUp();

        await().ignoreExceptions().until(() -> count("select count(*) from event where subject = ?", outage) == 500);
        await().until(() -> count("select count(*) from event where planned is null") == 0);
        published(image, before);
        published(image, asked);
        assertThat(count("select count(*) from dead_letter")).isEqualTo(dead);
        assertThat(executor.built(image.name())).hasSize(2);
    }

    @Test
    void postgresqlLetsGoOfAHostThatVanishedWithinAMinute() {
        assertThat(count("""
                        select current_setting('tcp_keepalives_idle')::bigint
                            + current_setting('tcp_keepalives_interval')::bigint
                            * current_setting('tcp_keepalives_count')::bigint
                        """)).isBetween(1L, 60L);
        assertThat(count("select setting::bigint from pg_settings where name = 'tcp_user_timeout'"))
                .isBetween(1L, 60_000L);
    }

    @Test
    void offsetsThatWereResetDoubleNothing() throws Exception {
        var from = RealServers.running().ends();
        var image = published(TestCatalog.plain());
        sent("poison that is buried once");
        var event = Events.asked(image, "once");
        sent(event);
        published(image, event);
        await().until(RealServers.running()::committedEverything);
        var events = count("select count(*) from event");
        var dead = count("select count(*) from dead_letter");

        RealServers.running().rewind(camel, from);
        var reborn = Events.asked(image, "after the reset");
        sent(reborn);

        published(image, reborn);
        await().until(RealServers.running()::committedEverything);
        assertThat(count("select count(*) from event")).isEqualTo(events + 1);
        assertThat(count("select count(*) from dead_letter")).isEqualTo(dead);
        assertThat(runs(image)).hasSize(3);
    }

    @Test
    void kafkaThatIsAwayDelaysAnnouncementsAndLosesNone() throws Exception {
        var image = begun(TestCatalog.plain());
        executor.hold(true);
        var event = tick(image);
        await().until(() -> run(image, event).isPresent());
        RealServers.running().kafkaDown();
        executor.hold(false);

        var run = published(image, event);
        var unsent = "select count(*) from outbox where sent is null and key = ?";
        assertThat(count(unsent, Long.toString(run.id()))).isPositive();
        RealServers.running().kafkaUp();

        await().until(() -> count(unsent, Long.toString(run.id())) == 0);
        published(image, sent(Events.asked(image, "Kafka is back")));
        assertThat(RealServers.running().announced(run.id()))
                .containsExactly(
                        "planned",
                        "building",
                        "built",
                        "scanned",
                        "released",
                        "signed",
                        "attested",
                        "verified",
                        "published");
    }

    @Test
    void anEventThatKafkaDoesNotTakeIsNotSaidToBeTaken() throws Exception {
        var image = begun(TestCatalog.plain());
        RealServers.running().kafkaDown();
        try {
            given().contentType(ContentType.JSON)
                    .body(Events.schedule(image.name()))
                    .post("/events")
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .body("code", equalTo("not-reachable"))
                    .body("detail", startsWith("Kafka did not take the event: "));
        } finally {
            RealServers.running().kafkaUp();
        }

        published(image, tick(image));
    }

    private static boolean isOf(Enrolled image, String asked, Request request) {
        return asked.startsWith(request.of(image));
    }

    /** Planning looks as well, before there is a run; what stages before this one ask for is not refused either. */
    private boolean reached(Enrolled image, Due due) {
        return runs(image).stream()
                        .findFirst()
                        .map(RunView::due)
                        .filter(Predicate.isEqual(due))
                        .isPresent()
                && runs(image).getFirst().seq() > 0;
    }

    private static Arguments stage(Due due, Request request) {
        return Arguments.of(due, request);
    }

    /** What of the registry a stage asks for. */
    @FunctionalInterface
    interface Request {
        String of(Enrolled image);
    }
}
