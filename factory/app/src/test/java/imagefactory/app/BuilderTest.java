package imagefactory.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import imagefactory.app.outside.TestImages;
import imagefactory.app.store.RunView;
import imagefactory.core.build.BuildId;
import imagefactory.core.build.BuildKey;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.build.BuiltImage.Report;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.run.StageLogs;
import imagefactory.core.run.StageResult.Built;
import imagefactory.core.run.StageResult.Published;
import imagefactory.core.run.StageResult.Resolved;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Builders that fail, lie, or are not the only ones to push. */
@QuarkusTest
class BuilderTest extends OnRealServers {
    private static final Problem FAILED = new Problem(
            Problem.Code.BUILD_FAILED,
            "buildah ended with 1 building linux/amd64: make: *** [all] Error 2",
            "Mend what the last lines say.");

    @Inject
    StageLogs logs;

    @Test
    void aBuildThatFailsEndsTheRunWithItsLastLinesAndKeepsItsLog() throws Exception {
        var image = begun(TestCatalog.plain());
        executor.fail(FAILED);

        var run = over(image, tick(image));

        assertThat(run.problem()).contains(FAILED);
        assertThat(logs.of(run.id(), "build-linux/amd64"))
                .hasValueSatisfying(log -> assertThat(log).startsWith("STEP 1: built by a fake"));
        assertThat(registry.tags(image.repository())).isEmpty();
    }

    @Test
    void aPlatformThatNoNodeIsFreeForKeepsNoOtherFromBeingBuilt() throws Exception {
        var image = begun(TestCatalog.plain());
        executor.busy(Platform.LINUX_AMD64);
        var event = tick(image);

        await().until(() -> !executor.built(image.name()).isEmpty());
        executor.behave();
        published(image, event);

        assertThat(executor.built(image.name()))
                .extracting(request -> request.inputs().platform())
                .containsExactly(Platform.LINUX_ARM64, Platform.LINUX_AMD64);
    }

    @Test
    void whatFailedOnceMayBeAskedForAgain() throws Exception {
        var image = begun(TestCatalog.plain());
        executor.fail(FAILED);
        over(image, tick(image));
        executor.behave();

        var run = published(image, sent(Events.asked(image, "again")));

        assertThat(run.because()).containsExactly("asked by ada: again");
    }

    @Test
    void imagesOfTheSameInputsAreEachBuiltForTheirOwnRepository() throws Exception {
        var image = begun(TestCatalog.plain());
        var twin = begun(TestCatalog.plain());
        for (var each : List.of(image, twin)) {
            sources.push(each.dockerfile(), "FROM %s\nCOPY file /\n".formatted(image.base()), "the same");
        }

        var run = published(image, tick(image));
        var other = published(twin, tick(twin));

        assertThat(other.get(Resolved.class).inputs())
                .isEqualTo(run.get(Resolved.class).inputs());
        assertThat(count("select count(*) from build where image in (?, ?)", image.name(), twin.name()))
                .isEqualTo(4);
    }

    @Test
    void aNulInWhatABuildWroteStopsNothing() throws Exception {
        var image = begun(TestCatalog.plain());
        executor.fail(new Problem(Problem.Code.BUILD_FAILED, "It wrote \u0000 and \\u0000.", "Look."));

        var run = over(image, tick(image));

        assertThat(run.problem().orElseThrow().text()).isEqualTo("It wrote   and \\u0000.");
    }

    @Test
    void aFaultOfTheFactoryIsToldAndTriedAgain() throws Exception {
        var image = begun(TestCatalog.plain());
        executor.fault(true);
        var event = tick(image);

        assertThat(waiting(image, event).waitsFor())
                .contains("a fault of the factory at build: java.lang.IllegalStateException: the executor has a fault");

        executor.fault(false);
        published(image, event);
    }

    @Test
    void whatWasBuiltBeforeFromTheSameInputsIsTakenAsItIs() throws Exception {
        var image = begun(TestCatalog.plain());
        scanner.fail(new Problem(Problem.Code.SCAN_FAILED, "It cannot be read.", "Look."));
        over(image, tick(image));
        scanner.behave();

        published(image, sent(Events.asked(image, "again")));

        assertThat(executor.built(image.name())).hasSize(2);
    }

    @Test
    void whatTheStagingRepositoryLostIsBuiltAgain() throws Exception {
        var image = begun(TestCatalog.plain());
        scanner.fail(new Problem(Problem.Code.SCAN_FAILED, "It cannot be read.", "Look."));
        var failed = over(image, tick(image));
        var lost = failed.get(Built.class).on(Platform.LINUX_ARM64).manifest().digest();
        registry.delete(ImageRef.of(image.staging(), lost));
        scanner.behave();

        published(image, sent(Events.asked(image, "again")));

        assertThat(executor.built(image.name()))
                .extracting(request -> request.inputs().platform())
                .containsExactly(Platform.LINUX_AMD64, Platform.LINUX_ARM64, Platform.LINUX_ARM64);
    }

    @Test
    void aTagThatWasPlantedInStagingIsNotTrusted() throws Exception {
        var image = begun(TestCatalog.plain());
        executor.hold(true);
        var event = tick(image);
        await().until(() ->
                run(image, event).flatMap(run -> run.find(Resolved.class)).isPresent());
        var planted = plant(image, run(image, event).orElseThrow());
        executor.hold(false);

        var run = published(image, event);

        assertThat(executor.built(image.name())).hasSize(2);
        assertThat(run.get(Built.class).images().values())
                .noneMatch(built -> built.manifest().digest().equals(planted));
    }

    @Test
    void aTagThatIsReplacedBehindTheBuildersBackChangesNothing() throws Exception {
        var image = begun(TestCatalog.plain());
        executor.hold(true);
        var event = tick(image);
        await().until(() ->
                run(image, event).flatMap(run -> run.find(Resolved.class)).isPresent());
        var planted = new AtomicReference<Digest>();
        executor.say(built -> {
            planted.set(plant(image, run(image, event).orElseThrow()));
            return built;
        });
        executor.hold(false);

        assertThat(published(image, event).get(Built.class).images().values())
                .noneMatch(built -> built.manifest().digest().equals(planted.get()));
    }

    @Test
    void aBuilderThatLiesAboutItsContextIsCaught() throws Exception {
        assertCaught(
                saying(built -> new BuiltImage(
                        built.manifest(),
                        new Report(
                                Digest.of(new byte[] {1}),
                                built.report().manifest(),
                                built.report().pins(),
                                "fake",
                                1))),
                "reports the context sha256:");
    }

    @Test
    void aBuilderThatLiesAboutItsBasesIsCaught() throws Exception {
        assertCaught(
                saying(built -> new BuiltImage(
                        built.manifest(),
                        new Report(built.report().context(), built.report().manifest(), List.of(), "fake", 1))),
                "reports the bases []");
    }

    @Test
    void aBuilderThatLiesAboutItsDigestIsCaught() throws Exception {
        assertCaught(
                saying(built -> new BuiltImage(
                        new Descriptor(
                                built.manifest().mediaType(),
                                Digest.of(new byte[] {2}),
                                built.manifest().size()),
                        built.report())),
                "reports the digest sha256:");
    }

    private RunView saying(UnaryOperator<BuiltImage> lie) throws Exception {
        var image = begun(TestCatalog.plain());
        executor.say(lie);
        return over(image, tick(image));
    }

    private static void assertCaught(RunView run, String text) {
        var problem = run.problem().orElseThrow();
        assertThat(problem.code()).isEqualTo(Problem.Code.BUILDER_LIED);
        assertThat(problem.text()).contains(text);
        assertThat(run.find(Built.class)).isEmpty();
        assertThat(run.find(Published.class)).isEmpty();
    }

    /** Puts another image under the tags that the builds of this run are pushed to. */
    private Digest plant(Enrolled image, RunView run) {
        try {
            var images = new TestImages(registry);
            var planted = images.image(image.staging(), Platform.LINUX_AMD64, List.of("planted"), Map.of())
                    .digest();
            for (var inputs : run.get(Resolved.class).inputs().values()) {
                registry.put(
                        new BuildId(BuildKey.of(inputs.digest(), ""), image.staging()).destination(),
                        images.manifest(ImageRef.of(image.staging(), planted)));
            }
            return planted;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
