package imagefactory.app;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import imagefactory.app.store.RunView;
import imagefactory.core.build.BuildReason.BaseChanged;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.run.Awaited;
import imagefactory.core.run.StageResult.Published;
import imagefactory.core.run.StageResult.Resolved;
import imagefactory.core.run.StageResult.Skipped;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Images that are built on each other. */
@Tag("long")
@QuarkusTest
class FleetTest extends OnRealServers {
    private static final Problem FAILED =
            new Problem(Problem.Code.BUILD_FAILED, "buildah ended with 1.", "Mend what the last lines say.");

    private final Enrolled runtime = TestCatalog.plain();
    private final Enrolled portal = TestCatalog.plain();
    private final Enrolled worker = TestCatalog.plain();

    @Test
    void aBaseUpdateRebuildsADiamondOnceAndInOrder() throws Exception {
        diamond();
        var event = changed(runtime);

        var last = published(worker, event);

        var parents = List.of(published(runtime, event), published(portal, event));
        assertThat(parents)
                .allSatisfy(parent -> assertThat(parent.closed().orElseThrow())
                        .isBeforeOrEqualTo(last.begun().orElseThrow()));
        assertThat(last.get(Resolved.class).awaited())
                .containsExactlyInAnyOrderElementsOf(
                        parents.stream().map(FleetTest::awaited).toList());
        assertThat(reasons(last)).containsOnly(tag(runtime), tag(portal));
        chain(event, parents);
        for (var image : List.of(runtime, portal, worker)) {
            assertThat(executor.built(image.name())).as(image.name()).hasSize(4);
            settled(image);
            assertThat(runs(image).getFirst().id())
                    .as("those that waited for a publication are not told of it")
                    .isEqualTo(published(image, event).id());
        }
    }

    @Test
    void aRunThatWaitsSaysForWhich() throws Exception {
        diamond();
        executor.hold(true);
        var event = changed(runtime);
        await().until(() -> run(worker, event).isPresent());

        assertThat(run(worker, event).orElseThrow().waitsFor())
                .contains("run %d of %s, run %d of %s"
                        .formatted(
                                run(first(runtime, portal), event).orElseThrow().id(),
                                first(runtime, portal).name(),
                                run(second(runtime, portal), event)
                                        .orElseThrow()
                                        .id(),
                                second(runtime, portal).name()));
        assertThat(views.runs(Optional.of(worker.name()), Long.MAX_VALUE, 1)
                        .getFirst()
                        .seq())
                .isZero();
        executor.hold(false);
        published(worker, event);
    }

    @Test
    void anImageWhoseSourceWasBeingFetchedWaitsForWhatItTurnsOutToBeBuiltOn() throws Exception {
        begun(runtime);
        executor.hold(true);
        var parent = tick(runtime);
        await().until(() -> run(runtime, parent).filter(run -> run.seq() > 0).isPresent());
        sources.say(portal.dockerfile(), new Pending<>(Duration.ofMillis(50)));
        var event = tick(portal);
        await().until(() -> run(portal, event).filter(run -> run.seq() > 0).isPresent());

        push(portal, "FROM %s\nCOPY file /\n".formatted(tag(runtime)));

        var waits = "run %d of %s".formatted(run(runtime, parent).orElseThrow().id(), runtime.name());
        await().untilAsserted(() ->
                assertThat(run(portal, event).orElseThrow().waitsFor()).contains(waits));
        executor.hold(false);
        assertThat(published(portal, event).get(Resolved.class).awaited())
                .containsExactly(awaited(published(runtime, parent)));
    }

    @Test
    void anImageWaitsForOneWhoseSourceIsStillBeingFetched() throws Exception {
        sources.say(runtime.dockerfile(), new Pending<>(Duration.ofMillis(50)));
        database.useHandle(handle -> handle.execute("delete from shape where image = ?", runtime.name()));
        push(portal, "FROM %s\nCOPY file /\n".formatted(tag(runtime)));
        var event = tick(portal);
        await().until(() -> run(portal, event).isPresent());
        await().untilAsserted(() -> assertThat(run(portal, event).orElseThrow().waitsFor())
                .contains("the source of " + runtime.name() + " is being fetched"));

        var parent = tick(runtime);
        await().until(() -> run(runtime, parent).isPresent());
        begun(runtime);

        published(runtime, parent);
        published(portal, event);
    }

    @Test
    void aPushRebuildsWhatIsBuiltOnItAndNothingElse() throws Exception {
        diamond();
        push(portal, "FROM %s\nCOPY file /pushed\n".formatted(tag(runtime)));
        var event = sent(Events.pushed(portal));

        published(worker, event);

        assertThat(executor.built(portal.name())).hasSize(4);
        assertThat(executor.built(worker.name())).hasSize(4);
        assertThat(executor.built(runtime.name())).hasSize(2);
    }

    @Test
    void aParentThatFailedLeavesItsChildOnTheLastGoodOneWhichSaysSo() throws Exception {
        diamond();
        executor.fail(portal.name(), FAILED);
        var event = changed(runtime);

        var last = published(worker, event);

        var failed = over(portal, event);
        assertThat(last.get(Resolved.class).awaited())
                .contains(new Awaited(
                        portal.name(), failed.id(), Optional.empty(), Optional.of(Problem.Code.BUILD_FAILED)));
        assertThat(reasons(last)).containsOnly(tag(runtime));
    }

    @Test
    void aChildOfWhichNoParentChangedEndsSkippedBecauseOfTheOneThatFailed() throws Exception {
        diamond();
        executor.fail(portal.name(), FAILED);
        push(portal, "FROM %s\nCOPY file /pushed\n".formatted(tag(runtime)));
        var event = sent(Events.pushed(portal));

        var last = over(worker, event);

        var failed = over(portal, event);
        assertThat(last.results())
                .singleElement()
                .isInstanceOfSatisfying(
                        Skipped.class,
                        skipped -> assertThat(skipped.because())
                                .startsWith("because of " + portal.name() + " was not published by run " + failed.id()
                                        + ": build-failed; sha256:"));
        assertThat(executor.built(worker.name())).hasSize(2);
    }

    @Test
    void whatWasNeverPublishedIsBuiltFromTheRootUp() throws Exception {
        written();
        over(portal, tick(portal));
        assertThat(over(worker, tick(worker)).problem().orElseThrow().code()).isEqualTo(Problem.Code.BASE_MISSING);

        tick(runtime);

        await().untilAsserted(() ->
                assertThat(runs(worker).getFirst().find(Published.class)).isPresent());
        assertThat(executor.built(worker.name())).hasSize(2);
    }

    @Test
    void anImageBuiltOnItselfIsRefusedAndHindersNobody() throws Exception {
        begun(runtime);
        push(portal, "FROM %s\nCOPY --from=%s /a /a\n".formatted(tag(runtime), tag(worker)));
        push(worker, "FROM %s\n".formatted(tag(portal)));
        published(runtime, tick(runtime));
        over(portal, tick(portal)); // nothing is known of worker yet

        var circle = "it is built on itself: %1$s → %2$s → %1$s"
                .formatted(first(portal, worker).name(), second(portal, worker).name());
        assertThat(skipped(tick(worker))).isEqualTo(circle);
        assertThat(skipped(tick(portal))).isEqualTo(circle);
        assertThat(runs(worker)).isEmpty();
    }

    @Test
    void twoChangesWithinASecondRebuildEachOnce() throws Exception {
        diamond();
        executor.hold(true);
        var first = changed(runtime);
        await().until(() ->
                run(runtime, first).flatMap(run -> run.find(Resolved.class)).isPresent());
        var second = changed(runtime);
        planned(second);
        executor.hold(false);

        assertThat(published(runtime, second).id())
                .isEqualTo(published(runtime, first).id());
        published(worker, first);

        for (var image : List.of(runtime, portal, worker)) {
            settled(image);
            assertThat(executor.built(image.name())).as(image.name()).hasSize(4);
        }
    }

    @Test
    void aSecondChangeInTheMiddleOfABuildRebuildsWhatIsBuiltOnItOnce() throws Exception {
        diamond();
        executor.hold(true);
        var first = changed(runtime);
        building(runtime, first);
        var second = changed(runtime);
        planned(second);
        executor.hold(false);

        published(runtime, second);
        published(worker, first);

        settled(worker);
        assertThat(executor.built(runtime.name())).hasSize(6);
        assertThat(executor.built(portal.name())).hasSize(4);
        assertThat(executor.built(worker.name())).hasSize(4);
    }

    @Test
    void aThousandPushesInTheMiddleOfABuildCostOneMore() throws Exception {
        published(runtime);
        executor.hold(true);
        push(runtime, "FROM %s\nCOPY file /first\n".formatted(runtime.base()));
        var first = sent(Events.pushed(runtime));
        building(runtime, first);
        var pushed = new ArrayList<String>();
        for (int push = 1; push < 1000; push++) {
            push(runtime, "FROM %s\nCOPY file /%d\n".formatted(runtime.base(), push));
            pushed.add(Events.pushed(runtime));
        }
        RealServers.running().send(pushed);
        await().until(() ->
                count("select count(*) from event where planned is not null and subject = ?", runtime.cloneUrl())
                        == 1000);
        executor.hold(false);

        published(runtime, first);
        published(runtime, pushed.getLast());

        settled(runtime);
        assertThat(executor.built(runtime.name())).hasSize(6);
        assertThat(executor.built(runtime.name()).getLast().commit())
                .isEqualTo(sources.newest(runtime.dockerfile()).commit());
    }

    /** From worker through both its parents to the base. */
    private void chain(String event, List<RunView> parents) {
        var why =
                get("/images/" + worker.name() + "/why").then().statusCode(200).extract();

        assertThat(why.<List<Integer>>path("chain.through.run"))
                .isEqualTo(parents.stream().map(run -> (int) run.id()).toList());
        assertThat(why.<List<String>>path("chain.through.published"))
                .containsExactlyInAnyOrderElementsOf(parents.stream()
                        .map(run -> run.digest().orElseThrow().value())
                        .toList());
        assertThat(why.<List<String>>path("chain.through.was")).doesNotContainNull();
        assertThat(why.<List<String>>path("chain.roots.event.id")).containsOnly(Events.id(event));
        assertThat(why.<List<String>>path("chain.roots.type")).containsOnly("io.imagefactory.base-image-updated");
        assertThat(why.<List<String>>path("chain.roots.image")).containsOnly(runtime.name());
        assertThat(why.<List<String>>path("chain.roots.reason.kind")).containsOnly("base-changed");
        var before = why.<String>path("chain.before.digest");
        get("/images/" + worker.name() + "/why?digest=" + before.substring(0, 19))
                .then()
                .statusCode(200)
                .body("chain.run.digest", equalTo(before));
        get("/images/" + worker.name() + "/why?digest=sha256:0000")
                .then()
                .statusCode(404)
                .body("code", equalTo("not-found"));
    }

    @Test
    void aPushThatMakesACycleIsRefusedWithItAndStopsNothingElse() throws Exception {
        diamond();
        push(portal, "FROM %s\nCOPY --from=%s /a /a\n".formatted(tag(runtime), tag(worker)));
        var circle = "it is built on itself: %1$s → %2$s → %1$s"
                .formatted(first(portal, worker).name(), second(portal, worker).name());

        assertThat(skipped(sent(Events.pushed(portal)))).isEqualTo(circle);

        published(runtime, changed(runtime));
        settled(runtime);
        assertThat(executor.built(portal.name())).hasSize(2);
        push(portal, "FROM %s\n".formatted(tag(runtime)));
        var mended = sent(Events.pushed(portal));
        published(portal, mended);
        published(worker, mended);
    }

    private void diamond() throws Exception {
        written();
        List.of(runtime, portal, worker).forEach(image -> sent(Events.pushed(image)));
        for (var image : List.of(runtime, portal, worker)) {
            await().untilAsserted(() -> assertThat(runs(image))
                    .anyMatch(run -> run.find(Published.class).isPresent()));
            settled(image);
        }
    }

    private void written() throws Exception {
        begun(runtime);
        push(portal, "FROM %s\nCOPY file /\n".formatted(tag(runtime)));
        push(worker, "FROM %s\nCOPY --from=%s /file /\n".formatted(tag(portal), tag(runtime)));
    }

    private String changed(Enrolled image) throws Exception {
        base(image, "newer " + UUID.randomUUID());
        return sent(Events.baseUpdated(image));
    }

    /** Nothing of it is open, and nothing that was recorded may still open it. */
    private void settled(Enrolled image) {
        await().untilAsserted(() -> {
            assertThat(count("select count(*) from event where planned is null"))
                    .isZero();
            assertThat(runs(image)).allMatch(run -> run.closed().isPresent());
        });
    }

    private static List<ImageRef> reasons(RunView run) {
        return run.get(Resolved.class).lacks().stream()
                .map(reason -> ((BaseChanged) reason).base())
                .distinct()
                .toList();
    }

    private static Awaited awaited(RunView run) {
        return new Awaited(run.image(), run.id(), run.digest(), Optional.empty());
    }

    private static ImageRef tag(Enrolled image) {
        return ImageRef.of(image.repository(), "latest");
    }

    private static Enrolled first(Enrolled one, Enrolled other) {
        return one.name().compareTo(other.name()) < 0 ? one : other;
    }

    private static Enrolled second(Enrolled one, Enrolled other) {
        return first(one, other).equals(one) ? other : one;
    }
}
