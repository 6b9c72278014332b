package imagefactory.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import imagefactory.app.outside.TestImages;
import imagefactory.app.store.RunView;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.run.StageResult.Published;
import imagefactory.core.run.StageResult.Resolved;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.Severity;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From an event to what can be pulled, and what is said of it. */
@QuarkusTest
class FactoryTest extends OnRealServers {
    private static final Finding BAD = new Finding(
            "DEMO-2026-0001", Severity.CRITICAL, "acme-tls", "1.0", Optional.of("1.1"), "made up for the demo");

    @Test
    void scheduleBuildsSignsAndPublishesWhatIsMissing() throws Exception {
        var image = begun(TestCatalog.plain());

        var run = published(image, tick(image));

        assertThat(run.because()).containsExactly("never published");
        assertThat(run.get(Published.class).tags()).contains("latest").hasSize(2);
        var index = registry.manifest(ImageRef.of(image.repository(), "latest")).orElseThrow();
        assertThat(Optional.of(index.digest())).isEqualTo(run.digest());
        assertThat(index.content().manifests())
                .extracting(child -> child.platform().orElseThrow())
                .containsExactly(Platform.LINUX_AMD64, Platform.LINUX_ARM64);
        assertThat(registry.referrers(image.repository(), index.digest())).hasSize(2);
        for (var child : index.content().manifests()) {
            assertThat(registry.referrers(image.repository(), child.digest())).hasSize(3);
        }
        assertThat(executor.built(image.name())).hasSize(2);
        assertThat(announced(run))
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
    void whatIsAnnouncedNamesRunImagePlanCauseAndDigest() throws Exception {
        var image = begun(TestCatalog.plain());

        var run = published(image, tick(image));

        var told = announcements(run);
        assertThat(told).allMatch(body -> body.contains("\"subject\":\"" + image.name() + "\""));
        assertThat(told).allMatch(body -> body.contains("\"image\":\"" + image.name() + "\""));
        assertThat(told).allMatch(body -> body.contains("\"run\":" + run.id() + ","));
        assertThat(told).allMatch(body -> body.contains("\"plan\":" + run.plan().orElseThrow() + ","));
        assertThat(told).allMatch(body -> body.contains("\"cause\":[\"never published\"]"));
        assertThat(told.getLast())
                .contains("\"digest\":\"" + run.digest().orElseThrow().value() + "\"");
    }

    @Test
    void theSameEventAgainAndAFreshImageBuildNothing() throws Exception {
        var image = published(TestCatalog.plain());
        var again = Events.baseUpdated(image);

        sent(again);
        sent(again);

        assertThat(skipped(again)).startsWith("fresh: sha256:").contains(image.base() + " is still sha256:");
        assertThat(executor.built(image.name())).hasSize(2);
        assertThat(runs(image)).hasSize(1);
        assertThat(count("select count(*) from event where id = ?", Events.id(again)))
                .isOne();
    }

    @Test
    void aBaseThatGainsAnArchitectureRebuildsNothing() throws Exception {
        var image = begun(TestCatalog.plain());
        base(image, "the same");
        published(image, tick(image));
        new TestImages(registry)
                .base(
                        image.base(),
                        "the same",
                        List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64, Platform.parse("linux/s390x")));

        var event = sent(Events.baseUpdated(image));

        assertThat(skipped(event)).startsWith("fresh: ");
        assertThat(executor.built(image.name())).hasSize(2);
    }

    @Test
    void aNewBaseRebuildsAndSaysWhy() throws Exception {
        var image = published(TestCatalog.plain());
        var before = runs(image).getFirst();
        base(image, "second " + UUID.randomUUID());

        var event = sent(Events.baseUpdated(image));
        var run = published(image, event);

        assertThat(run.because())
                .hasSize(2)
                .allMatch(why -> why.startsWith("base updated " + image.base() + " sha256:"));
        assertThat(run.digest()).isNotEqualTo(before.digest());
        assertThat(run.seq()).isGreaterThan(before.seq());
    }

    @Test
    void aPushRebuildsAndSaysWhy() throws Exception {
        var image = published(TestCatalog.plain());
        push(image, "FROM %s\nCOPY file /pushed\n".formatted(image.base()));

        var event = sent(Events.pushed(image));

        assertThat(published(image, event).because()).singleElement().asString().startsWith("source changed ");
    }

    @Test
    void aTagThatIsCreatedOnceIsNeverTakenAwayFromItsDigest() throws Exception {
        var image = begun(TestCatalog.plain());
        executor.hold(true);
        var event = tick(image);
        await().until(() ->
                run(image, event).flatMap(run -> run.find(Resolved.class)).isPresent());
        var resolved = run(image, event).orElseThrow().get(Resolved.class);
        var tag = ImageRef.of(image.repository(), resolved.createdOnce().getFirst());
        var theirs = new TestImages(registry).base(tag, "somebody's", List.of(Platform.LINUX_AMD64));

        executor.hold(false);
        var run = over(image, event);

        assertThat(resolved.tags()).containsExactly(tag.reference(), "latest");
        assertThat(run.problem().map(Problem::code)).contains(Problem.Code.TAG_INVALID);
        assertThat(registry.head(tag).orElseThrow().digest()).isEqualTo(theirs.digest());
        assertThat(latest(image)).isEmpty();
    }

    @Test
    void norMayAPersonAskForIt() throws Exception {
        var image = published(TestCatalog.plain());
        var first = runs(image).getFirst();
        var tag = first.get(Resolved.class).createdOnce().getFirst();
        push(image, "FROM %s\nCOPY file /second\n".formatted(image.base()));

        var event = sent(Events.of(
                "rebuild-requested", image.name(), "{\"by\":\"ada\",\"why\":\"again\",\"tag\":\"" + tag + "\"}"));

        assertThat(over(image, event).problem().map(Problem::code)).contains(Problem.Code.TAG_INVALID);
        assertThat(registry.head(ImageRef.of(image.repository(), tag)).map(found -> found.digest()))
                .isEqualTo(first.digest());
    }

    @Test
    void theGateRefusesWithTheFindingAndNothingCanBePulled() throws Exception {
        var image = begun(TestCatalog.plain());
        scanner.find(List.of(BAD));

        var run = over(image, tick(image));

        assertThat(run.problem())
                .contains(new Problem(
                        Problem.Code.GATE_REFUSED,
                        "acme-tls 1.0 on linux/amd64, linux/arm64 has DEMO-2026-0001 (critical, fixed in 1.1); the ceiling for "
                                + image.name() + " is HIGH.",
                        "Update the package in its Dockerfile, or accept the finding with a reason and an end date under scan.accept. "
                                + "Nothing was published."));
        assertThat(registry.tags(image.repository())).isEmpty();
        assertThat(registry.head(ImageRef.of(image.repository(), run.digest().orElseThrow())))
                .isEmpty();
        assertThat(announced(run)).containsExactly("planned", "building", "built", "failed");
    }

    @Test
    void aPersonGetsAFreshImageScannedAndVerifiedAgainWithoutABuild() throws Exception {
        var image = published(TestCatalog.plain());
        var before = runs(image).getFirst();
        var scans = scanner.scanned().size();

        var run = published(image, sent(Events.asked(image, "to be sure")));

        assertThat(run.because()).containsExactly("asked by ada: to be sure");
        assertThat(run.digest()).isEqualTo(before.digest());
        assertThat(executor.built(image.name())).hasSize(2);
        assertThat(scanner.scanned().subList(scans, scans + 2))
                .allMatch(request -> request.sbom().isPresent());
        assertThat(registry.referrers(image.repository(), run.digest().orElseThrow()))
                .hasSize(2);
    }

    @Test
    void aPersonGetsNewBitsWithoutCache() throws Exception {
        var image = published(TestCatalog.plain());
        var before = runs(image).getFirst();

        var run = published(image, sent(Events.askedWithoutCache(image, "new bits")));

        assertThat(run.digest()).isNotEqualTo(before.digest());
        assertThat(run.get(Resolved.class).epoch()).isNotEmpty();
        assertThat(executor.built(image.name()).getLast().noCache()).isTrue();
    }

    @Test
    void aPersonGetsOneMoreTag() throws Exception {
        var image = published(TestCatalog.plain());

        var event = sent(Events.of(
                "rebuild-requested", image.name(), "{\"by\":\"ada\",\"why\":\"the fair\",\"tag\":\"fair-2027\"}"));

        assertThat(published(image, event).get(Published.class).tags()).contains("fair-2027");
        assertThat(registry.tags(image.repository())).contains("fair-2027");
    }

    @Test
    void aTagThatSomebodyTookAwayIsPutBackWithoutABuild() throws Exception {
        var image = published(TestCatalog.plain());
        var digest = latest(image);
        registry.delete(ImageRef.of(image.repository(), "latest"));

        published(image, tick(image));

        assertThat(latest(image)).isEqualTo(digest);
        assertThat(executor.built(image.name())).hasSize(2);
    }

    @Test
    void aBaseChangeRestsForTheDelayAndAPushDoesNot() throws Exception {
        var image = published(TestCatalog.patient());
        base(image, "third " + UUID.randomUUID());
        var event = sent(Events.baseUpdated(image));
        await().until(() -> run(image, event).isPresent());

        var run = run(image, event).orElseThrow();
        assertThat(Duration.between(Instant.now(), run.until().orElseThrow()))
                .isBetween(Duration.ofDays(6), Duration.ofDays(7));

        push(image, "FROM %s\nCOPY file /pushed\n".formatted(image.base()));
        sent(Events.pushed(image));

        assertThat(published(image, event).because()).hasSize(3);
    }

    @Test
    void aBaseChangeThatRestsIsNotedOnce() throws Exception {
        var image = published(TestCatalog.patient());
        base(image, "fourth " + UUID.randomUUID());
        var event = sent(Events.baseUpdated(image));
        planned(event);
        for (int night = 0; night < 3; night++) {
            planned(tick(image));
        }

        assertThat(run(image, event).orElseThrow().causes()).hasSize(2);
    }

    @Test
    void aBaseChangeOfAnImageThatIsRebuiltByHandIsShown() throws Exception {
        var image = published(TestCatalog.manual());
        base(image, "fifth " + UUID.randomUUID());

        assertThat(skipped(tick(image))).endsWith("autoRebuild is false: ./taskw rebuild IMAGE=" + image.name());
        assertThat(executor.built(image.name())).hasSize(2);
    }

    @Test
    void aDatabaseThatIsEmptiedForgetsNoImage() throws Exception {
        var image = published(TestCatalog.plain());
        database.useHandle(
                handle -> handle.execute(
                        "truncate event, plan, run, build, published, base_seen, kept, outbox, stage_log, decision, dead_letter cascade"));

        assertThat(skipped(tick(image))).startsWith("fresh: ");
        assertThat(executor.built(image.name())).hasSize(2);
    }

    private List<String> announced(RunView run) {
        return announcements(run).stream()
                .map(body -> body.replaceAll("(?s).*\"type\":\"io.imagefactory.run.([a-z]+)\".*", "$1"))
                .toList();
    }

    private List<String> announcements(RunView run) {
        var key = Long.toString(run.id());
        return database.withHandle(handle -> handle.select("select body from outbox where key = ? order by id", key)
                .mapTo(String.class)
                .list());
    }
}
