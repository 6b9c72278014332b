package imagefactory.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import imagefactory.app.outside.FakeExecutor;
import imagefactory.app.outside.FakeScanner;
import imagefactory.app.outside.FakeSources;
import imagefactory.app.outside.Outages;
import imagefactory.app.outside.TestImages;
import imagefactory.app.store.RunView;
import imagefactory.app.store.Views;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import imagefactory.core.registry.Registry;
import imagefactory.core.run.Due;
import imagefactory.core.run.StageResult.Built;
import imagefactory.core.run.StageResult.Published;
import imagefactory.core.run.StageResult.Resolved;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.Severity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The routes on a real broker, a real PostgreSQL and a registry in a directory; git, builders and scanner are played. */
@QuarkusTest
@QuarkusTestResource(value = RealServers.class)
class FactoryTest {
    private static final ImageRef DEBIAN = ImageRef.parse("registry.test/base/debian:12");
    private static final Repository PORTAL = Repository.parse("registry.test/demo/portal");
    private static final Repository LEGACY = Repository.parse("registry.test/demo/legacy");
    private static final List<Platform> BOTH = List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    private static final Finding BAD = new Finding(
            "DEMO-2026-0001", Severity.CRITICAL, "acme-tls", "1.0", Optional.of("1.1"), "made up for the demo");

    @Inject
    Jdbi database;

    @Inject
    Views views;

    @Inject
    Registry registry;

    @Inject
    Outages outages;

    @Inject
    FakeSources sources;

    @Inject
    FakeExecutor executor;

    @Inject
    FakeScanner scanner;

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
        Awaitility.setDefaultPollInterval(Duration.ofMillis(50));
    }

    @BeforeEach
    void behave() throws Exception {
        executor.behave();
        scanner.find(List.of());
        scanner.stale(false);
        outages.away(false);
        sources.away(false);
        for (var image : List.of("portal", "legacy", "patient", "manual")) {
            sources.push(
                    image + "/Dockerfile",
                    "FROM registry.test/base/debian:12\nCOPY file /\n",
                    UUID.randomUUID().toString());
        }
        base("first " + UUID.randomUUID());
    }

    @Test
    void scheduleBuildsSignsAndPublishesWhatIsMissing() throws Exception {
        var event = schedule("nightly");

        var run = published("portal", event);

        assertThat(run.because()).isNotEmpty();
        assertThat(run.get(Published.class).tags()).contains("latest").hasSize(2);
        var index = registry.manifest(ImageRef.of(PORTAL, "latest")).orElseThrow();
        assertThat(Optional.of(index.digest())).isEqualTo(run.digest());
        assertThat(index.content().manifests()).hasSize(2);
        assertThat(registry.referrers(PORTAL, index.digest())).hasSize(2);
        for (var child : index.content().manifests()) {
            assertThat(registry.referrers(PORTAL, child.digest())).hasSize(3);
        }
        assertThat(announced(run))
                .containsExactly(
                        "planned", "built", "scanned", "released", "signed", "attested", "verified", "published");
    }

    @Test
    void theSameEventAgainAndAFreshImageBuildNothing() throws Exception {
        published("portal", schedule("nightly"));
        var built = executor.built().size();
        var again = event("base-image-updated", DEBIAN.toString(), "{}");

        send(again);
        send(again);
        var skipped = skipped(again);

        assertThat(skipped).startsWith("fresh: sha256:").contains("registry.test/base/debian:12 is still sha256:");
        assertThat(executor.built()).hasSize(built);
    }

    @Test
    void aBaseThatGainsAnArchitectureRebuildsNothing() throws Exception {
        var content = "the same " + UUID.randomUUID();
        base(content);
        published("portal", schedule("nightly"));
        var built = executor.built().size();
        new TestImages(registry)
                .base(
                        DEBIAN,
                        content,
                        List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64, Platform.parse("linux/s390x")));

        var event = event("base-image-updated", DEBIAN.toString(), "{}");
        send(event);

        assertThat(skipped(event)).startsWith("fresh: ");
        assertThat(executor.built()).hasSize(built);
    }

    @Test
    void aNewBaseRebuildsAndSaysWhy() throws Exception {
        var before = published("portal", schedule("nightly"));
        base("second " + UUID.randomUUID());

        var event = event("base-image-updated", DEBIAN.toString(), "{}");
        send(event);
        var run = published("portal", event);

        assertThat(run.because())
                .hasSize(2)
                .allMatch(why -> why.startsWith("base updated registry.test/base/debian:12 sha256:"));
        assertThat(run.digest()).isNotEqualTo(before.digest());
        assertThat(run.seq()).isGreaterThan(before.seq());
    }

    @Test
    void aPushRebuildsAndSaysWhy() throws Exception {
        published("portal", schedule("nightly"));
        sources.push("portal/Dockerfile", "FROM registry.test/base/debian:12\nCOPY file /pushed\n", "pushed");

        var event = event("source-pushed", "https://git.test/demo/mono", "{\"branch\":\"main\"}");
        send(event);

        assertThat(published("portal", event).because())
                .singleElement()
                .asString()
                .startsWith("source changed ");
    }

    @Test
    void theGateRefusesWithTheFindingAndNothingCanBePulled() throws Exception {
        scanner.find(List.of(BAD));

        var run = over("legacy", schedule("weekly"));

        assertThat(run.problem().orElseThrow())
                .isEqualTo(new Problem(
                        Problem.Code.GATE_REFUSED,
                        "acme-tls 1.0 on linux/amd64 has DEMO-2026-0001 (critical, fixed in 1.1); the ceiling for legacy is HIGH.",
                        "Update the package in its Dockerfile, or accept the finding with a reason and an end date under scan.accept. "
                                + "Nothing was published."));
        assertThat(registry.tags(LEGACY)).isEmpty();
        var index = run.digest().orElseThrow();
        assertThat(registry.head(ImageRef.of(LEGACY, index))).isEmpty();
    }

    @Test
    void aPersonGetsAFreshImageScannedAndVerifiedAgainWithoutABuild() throws Exception {
        var before = published("portal", schedule("nightly"));
        var built = executor.built().size();
        var scans = scanner.scanned().size();

        var event = event("rebuild-requested", "portal", "{\"by\":\"ada\",\"why\":\"to be sure\"}");
        send(event);
        var run = published("portal", event);

        assertThat(run.because()).containsExactly("asked by ada: to be sure");
        assertThat(run.digest()).isEqualTo(before.digest());
        assertThat(executor.built()).hasSize(built);
        assertThat(scanner.scanned().subList(scans, scans + 2))
                .allMatch(request -> request.sbom().isPresent());
        assertThat(registry.referrers(PORTAL, run.digest().orElseThrow())).hasSize(2);
    }

    @Test
    void aPersonGetsNewBitsWithoutCache() throws Exception {
        var before = published("portal", schedule("nightly"));

        var event = event("rebuild-requested", "portal", "{\"by\":\"ada\",\"why\":\"new bits\",\"noCache\":true}");
        send(event);
        var run = published("portal", event);

        assertThat(run.digest()).isNotEqualTo(before.digest());
        assertThat(run.get(Resolved.class).epoch()).isNotEmpty();
    }

    @Test
    void aPlantedTagInStagingIsNotTrusted() throws Exception {
        outages.away(true);
        var event = schedule("nightly");
        await().until(() -> !views.events(id(event)).isEmpty());
        executor.say(built -> {
            plantedUnderEveryKey(built);
            return built;
        });
        outages.away(false);

        var run = over("portal", event);

        assertThat(run.problem().orElseThrow().code()).isEqualTo(Problem.Code.BUILDER_LIED);
        assertThat(run.find(Published.class)).isEmpty();
    }

    private void plantedUnderEveryKey(BuiltImage built) {
        var staging = Repository.parse("registry.test/demo/portal-build");
        try {
            var planted = new TestImages(registry)
                    .image(staging, Platform.LINUX_AMD64, List.of("planted"), java.util.Map.of());
            for (var tag : registry.tags(staging)) {
                registry.put(
                        ImageRef.of(staging, tag),
                        registry.manifest(ImageRef.of(staging, planted.digest()))
                                .orElseThrow());
            }
        } catch (Exception e) {
            throw new IllegalStateException("planting beside " + built, e);
        }
    }

    @Test
    void aBuilderThatLiesAboutItsContextIsCaught() throws Exception {
        executor.say(built -> new BuiltImage(
                built.manifest(),
                new BuiltImage.Report(
                        Digest.of(new byte[] {1}),
                        built.report().manifest(),
                        built.report().pins(),
                        built.report().backend(),
                        1)));

        assertCaught(over("portal", schedule("nightly")), "reports the context sha256:");
    }

    @Test
    void aBuilderThatLiesAboutItsBasesIsCaught() throws Exception {
        executor.say(built -> new BuiltImage(
                built.manifest(),
                new BuiltImage.Report(
                        built.report().context(),
                        built.report().manifest(),
                        List.of(),
                        built.report().backend(),
                        1)));

        assertCaught(over("portal", schedule("nightly")), "reports the bases []");
    }

    @Test
    void aBuilderThatLiesAboutItsDigestIsCaught() throws Exception {
        executor.say(built -> new BuiltImage(
                new imagefactory.core.registry.Descriptor(
                        built.manifest().mediaType(),
                        Digest.of(new byte[] {2}),
                        built.manifest().size()),
                built.report()));

        assertCaught(over("portal", schedule("nightly")), "reports the digest sha256:");
    }

    private static void assertCaught(RunView run, String text) {
        var problem = run.problem().orElseThrow();
        assertThat(problem.code()).isEqualTo(Problem.Code.BUILDER_LIED);
        assertThat(problem.text()).contains(text);
        assertThat(run.find(Built.class)).isEmpty();
    }

    @Test
    void aRegistryThatIsAwayIsWaitedFor() throws Exception {
        outages.away(true);
        var event = schedule("nightly");
        await().until(() -> run("portal", event).flatMap(RunView::waitsFor).isPresent());

        assertThat(run("portal", event).flatMap(RunView::waitsFor)).contains("the registry is away");
        outages.away(false);

        assertThat(published("portal", event).due()).isEqualTo(Due.NOTHING);
    }

    @Test
    void anOldVulnerabilityDatabaseIsWaitedForAndFailsNothing() throws Exception {
        scanner.stale(true);
        var event = schedule("nightly");
        await().until(() -> run("portal", event).flatMap(RunView::waitsFor).isPresent());

        assertThat(run("portal", event).orElseThrow().waitsFor())
                .contains("the vulnerability database is 90 hours old");
        scanner.stale(false);

        published("portal", event);
    }

    @Test
    void aBaseChangeRestsForTheDelayAndAPushDoesNot() throws Exception {
        published("patient", schedule("patient"));
        base("third " + UUID.randomUUID());
        var event = event("base-image-updated", DEBIAN.toString(), "{}");
        send(event);
        await().until(() -> run("patient", event).isPresent());

        var run = run("patient", event).orElseThrow();
        assertThat(Duration.between(java.time.Instant.now(), run.until().orElseThrow()))
                .isBetween(Duration.ofDays(6), Duration.ofDays(7));

        sources.push("patient/Dockerfile", "FROM registry.test/base/debian:12\n", "pushed " + UUID.randomUUID());
        send(event("source-pushed", "https://git.test/demo/patient.git", "{\"branch\":\"main\"}"));

        assertThat(published("patient", event).because()).hasSize(2);
    }

    @Test
    void aBaseChangeOfAnImageThatIsRebuiltByHandIsShown() throws Exception {
        published("manual", schedule("manual"));
        base("fourth " + UUID.randomUUID());
        var event = schedule("manual");

        assertThat(skipped(event)).endsWith("autoRebuild is false: ./taskw rebuild IMAGE=manual");
    }

    @Test
    void poisonGoesToDeadLettersAndStopsNothing() throws Exception {
        var before = views.deadLetters(100).size();
        RealServers.running()
                .send(List.of(
                        "no json",
                        "[]",
                        event("schedule-ticked", "nul\\u0000", "{}"),
                        event("no-such-type", "x", "{}"),
                        "x".repeat(300_000)));
        var event = schedule("nothing-is-enrolled-for-this");

        assertThat(skipped(event)).isEqualTo("no image is enrolled for the schedule nothing-is-enrolled-for-this");
        assertThat(views.deadLetters(100)).hasSize(before + 5);
    }

    @Test
    void aDatabaseThatIsEmptiedForgetsNoImage() throws Exception {
        published("portal", schedule("nightly"));
        var built = executor.built().size();
        database.useHandle(
                handle -> handle.execute(
                        "truncate event, plan, run, build, published, base_seen, kept, outbox, stage_log, decision, dead_letter cascade"));

        assertThat(skipped(schedule("nightly"))).startsWith("fresh: ");
        assertThat(executor.built()).hasSize(built);
    }

    private void base(String content) throws Exception {
        new TestImages(registry).base(DEBIAN, content, BOTH);
    }

    private String schedule(String name) {
        var event = event("schedule-ticked", name, "{}");
        send(event);
        return event;
    }

    private static void send(String event) {
        RealServers.running().send(List.of(event));
    }

    private static String event(String type, String subject, String data) {
        return """
                {"specversion":"1.0","type":"io.imagefactory.%s","source":"/test","id":"%s","subject":"%s","data":%s}
                """.formatted(type, UUID.randomUUID(), subject, data);
    }

    private static String id(String event) {
        return event.replaceAll("(?s).*\"id\":\"([^\"]*)\".*", "$1");
    }

    private RunView published(String image, String event) {
        var run = over(image, event);
        assertThat(run.problem()).isEmpty();
        assertThat(run.find(Published.class)).as("%s", run).isPresent();
        return run;
    }

    private RunView over(String image, String event) {
        await().until(() ->
                run(image, event).filter(run -> run.closed().isPresent()).isPresent());
        return run(image, event).orElseThrow();
    }

    /** The newest run of the image that has this event among its causes. */
    private Optional<RunView> run(String image, String event) {
        return views.runs(Optional.of(image), Long.MAX_VALUE, 10).stream()
                .filter(run -> run.causes().stream()
                        .anyMatch(cause -> cause.event().id().equals(id(event))))
                .findFirst();
    }

    private String skipped(String event) {
        await().until(() -> views.events(id(event)).stream()
                .anyMatch(seen -> !seen.skipped().isEmpty()));
        return views.events(id(event))
                .getFirst()
                .skipped()
                .getFirst()
                .path("because")
                .asText();
    }

    private List<String> announced(RunView run) {
        var key = Long.toString(run.id());
        return database.withHandle(handle -> handle.select("select body from outbox where key = ? order by id", key)
                .mapTo(String.class)
                .map(body -> body.replaceAll("(?s).*\"type\":\"io.imagefactory.run.([a-z]+)\".*", "$1"))
                .list());
    }
}
