package imagefactory.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import imagefactory.app.store.RunView;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.run.Due;
import imagefactory.core.run.StageResult.Skipped;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What several events, open runs and one bad image make of each other. */
@QuarkusTest
class PlanningTest extends OnRealServers {
    @Test
    void twoEventsJoinOneRun() throws Exception {
        var image = published(TestCatalog.patient());
        base(image, "newer " + UUID.randomUUID());
        var first = sent(Events.baseUpdated(image));
        planned(first);
        var second = sent(Events.asked(image, "now"));

        var run = published(image, second);

        assertThat(run(image, first).orElseThrow().id()).isEqualTo(run.id());
        assertThat(run.because()).hasSize(3).contains("asked by ada: now");
        assertThat(runs(image)).hasSize(2);
    }

    @Test
    void reasonsThatComeWhileARunIsUnderWayLeadToASuccessor() throws Exception {
        var image = begun(TestCatalog.plain());
        executor.hold(true);
        var first = tick(image);
        building(image, first);
        push(image, "FROM %s\nCOPY file /pushed\n".formatted(image.base()));
        var second = sent(Events.pushed(image));
        planned(second);

        assertThat(runs(image)).hasSize(1);
        executor.hold(false);
        var successor = published(image, second);

        assertThat(published(image, first).because()).containsExactly("never published");
        assertThat(successor.plan()).isEmpty();
        assertThat(successor.seq())
                .isGreaterThan(run(image, first).orElseThrow().seq());
        assertThat(executor.built(image.name())).hasSize(4);
    }

    @Test
    void whatARunUnderWayBuildsFromIsNotLookedAtAgain() throws Exception {
        var image = begun(TestCatalog.plain());
        executor.hold(true);
        var first = tick(image);
        await().until(() ->
                run(image, first).filter(run -> run.due() == Due.BUILD).isPresent());

        assertThat(skipped(tick(image)))
                .isEqualTo("run " + run(image, first).orElseThrow().id() + " builds from what is true now");
        executor.hold(false);
        published(image, first);
        assertThat(runs(image)).hasSize(1);
    }

    @Test
    void aSuccessorThatFindsEverythingFreshEndsSkipped() throws Exception {
        var image = begun(TestCatalog.plain());
        sources.away(true);
        var first = tick(image);
        waiting(image, first);
        var second = tick(image);
        planned(second);
        sources.away(false);

        var successor = over(image, second);

        assertThat(successor.results())
                .singleElement()
                .isInstanceOfSatisfying(
                        Skipped.class, skipped -> assertThat(skipped.because()).startsWith("fresh: sha256:"));
        assertThat(executor.built(image.name())).hasSize(2);
    }

    @Test
    void aBaseChangeThatComesWhileARunIsUnderWayRestsAllTheSame() throws Exception {
        var image = published(TestCatalog.patient());
        executor.hold(true);
        var first = sent(Events.askedWithoutCache(image, "new bits"));
        await().until(() ->
                run(image, first).filter(run -> run.due() == Due.BUILD).isPresent());
        base(image, "newer " + UUID.randomUUID());
        var second = sent(Events.baseUpdated(image));
        planned(second);
        executor.hold(false);
        published(image, first);
        await().until(() -> run(image, second).isPresent());

        assertThat(run(image, second).flatMap(RunView::until).orElseThrow())
                .isAfter(Instant.now().plus(Duration.ofDays(6)));
    }

    @Test
    void eventsThatTouchNothingSaySo() throws Exception {
        var image = TestCatalog.plain();

        assertThat(skipped(sent(Events.of("rebuild-requested", "nobody", "{}"))))
                .isEqualTo("no image is enrolled as nobody");
        assertThat(skipped(sent(Events.of("rebuild-requested", "postgres", "{}"))))
                .isEqualTo("postgres is external: others build it");
        assertThat(skipped(sent(Events.of("base-image-updated", "registry.test/base/nobody:1", "{}"))))
                .isEqualTo("no image that is built here is built on registry.test/base/nobody:1");
        assertThat(skipped(sent(Events.of("source-pushed", image.cloneUrl(), "{\"branch\":\"dev\"}"))))
                .isEqualTo("no image is enrolled from branch dev of " + image.cloneUrl());
    }

    @Test
    void aForgedHintChangesNothing() throws Exception {
        var image = published(TestCatalog.plain());
        var event = sent(Events.of(
                "base-image-updated", image.base().toString(), "{\"digest\":\"sha256:" + "0a".repeat(32) + "\"}"));

        assertThat(skipped(event)).startsWith("fresh: ");
    }

    @Test
    void anImageThatIsWrongIsItsOwnProblemAlone() throws Exception {
        var wrong = begun(TestCatalog.plain());
        var right = begun(TestCatalog.plain());
        push(wrong, "FROM %s\nFLY away\n".formatted(wrong.base()));
        var wrongEvent = Events.schedule(wrong.name());
        var rightEvent = Events.schedule(right.name());
        RealServers.running().send(List.of(wrongEvent, rightEvent));

        published(right, rightEvent);
        var problem = over(wrong, wrongEvent).problem().orElseThrow();

        assertThat(problem.code()).isEqualTo(Problem.Code.DOCKERFILE_INVALID);
        assertThat(problem.text()).contains("2");
    }

    @Test
    void aSourceThatCannotBeHadIsTheImagesProblem() throws Exception {
        var image = begun(TestCatalog.plain());
        var denied = new Problem(Problem.Code.SOURCE_DENIED, "git.test denies it.", "Add a credential.");
        sources.say(image.dockerfile(), new Failed<>(denied));

        var run = over(image, tick(image));

        assertThat(run.problem()).contains(denied);
        assertThat(run.because()).containsExactly("not yet known: git.test denies it.");
    }

    @Test
    void aSourceThatIsBeingFetchedIsWaitedFor() throws Exception {
        var image = begun(TestCatalog.plain());
        sources.say(image.dockerfile(), new Pending<>(Duration.ofMillis(50)));
        var event = tick(image);
        await().until(() -> run(image, event).filter(run -> run.seq() > 0).isPresent());
        push(image, "FROM %s\n".formatted(image.base()));

        assertThat(published(image, event).because()).containsExactly("not yet known: its source is being fetched");
    }

    @Test
    void aLookThatMeetsAFaultStopsNoOtherImage() throws Exception {
        var broken = begun(TestCatalog.plain());
        var right = begun(TestCatalog.plain());
        outages.answer(asked -> {
            if (asked.endsWith(broken.base().toString())) {
                throw new IllegalStateException("a fault");
            }
        });
        var brokenEvent = Events.schedule(broken.name());
        var rightEvent = Events.schedule(right.name());
        RealServers.running().send(List.of(brokenEvent, rightEvent));

        published(right, rightEvent);
        assertThat(waiting(broken, brokenEvent).waitsFor().orElseThrow())
                .isEqualTo("a fault of the factory at resolve: java.lang.IllegalStateException: a fault");
        outages.behave();

        published(broken, brokenEvent);
    }
}
