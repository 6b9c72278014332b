package imagefactory.builder.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import imagefactory.core.build.BuildExecutor;
import imagefactory.core.build.BuildRequest;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.MediaTypes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every executor; the subclass says where builds run and which script of the test's builder they play. */
abstract class BuildExecutorContract {
    static final Duration SOON = Duration.ofSeconds(30);

    /** An executor whose builder plays this script (see ScriptedBuilder). */
    abstract BuildExecutor playing(String script) throws Exception;

    /** How often the builder program was started. */
    abstract int starts() throws Exception;

    /** Lets the time limit of builds pass. */
    abstract void letTheLimitPass();

    final BuildRequest portal = Requests.named("portal");

    @Test
    void buildThatSucceedsIsReported() throws Exception {
        var outcome = end(playing("succeed"), portal);

        var digest = new Digest(ScriptedBuilder.MANIFEST);
        var pin = new Pin(ImageRef.parse("127.0.0.1:5000/base/debian:12"), Platform.LINUX_ARM64, Requests.BASE);
        assertThat(outcome)
                .isEqualTo(new Done<>(new BuiltImage(
                        new Descriptor(MediaTypes.OCI_MANIFEST, digest, 432),
                        new BuiltImage.Report(Requests.CONTEXT, digest, List.of(pin), "buildah 1.28.2", 1234))));
    }

    @Test
    void askingTwiceStartsOneBuild() throws Exception {
        var executor = playing("succeed");
        assertThat(executor.advance(portal)).isInstanceOf(Pending.class);
        executor.advance(portal);

        var first = end(executor, portal);
        var second = executor.advance(portal);

        assertThat(second).isEqualTo(first);
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void whatTheBuilderSaysIsPassedOnUnjudged() throws Exception {
        var outcome = end(playing("lie"), portal);

        assertThat(((Done<BuiltImage>) outcome).value().report().context()).isEqualTo(new Digest(ScriptedBuilder.LIE));
    }

    @Test
    void reportThatCannotBeReadIsALie() throws Exception {
        assertThat(problem(end(playing("babble"), portal)).code()).isEqualTo(Code.BUILDER_LIED);
    }

    @Test
    void buildThatFailsShowsItsLastTwentyLines() throws Exception {
        var problem = problem(end(playing("fail"), portal));

        assertThat(problem.code()).isEqualTo(Code.BUILD_FAILED);
        assertThat(problem.advice()).isEqualTo("Mend it.");
        assertThat(problem.text().lines())
                .startsWith("It went wrong. Its last lines:", "line 11")
                .endsWith("line 30")
                .hasSize(21);
    }

    @Test
    void problemOfTheBuilderKeepsItsCode() throws Exception {
        assertThat(problem(end(playing("unsupported"), portal)))
                .isEqualTo(new Problem(Code.BUILD_UNSUPPORTED, "It went wrong.", "Mend it."));
    }

    @Test
    void buildThatReachedNothingIsStartedAnewLater() throws Exception {
        var executor = playing("away");

        for (int round = 1; round <= 5; round++) {
            assertThatThrownBy(() -> end(executor, portal))
                    .isInstanceOf(Unavailable.class)
                    .hasMessage("It went wrong. Mend it.");
            assertThat(starts()).isEqualTo(round);
        }
    }

    @Test
    void builderThatWentAwayIsStartedAnew() throws Exception {
        assertThat(end(playing("vanish-once"), portal)).isInstanceOf(Done.class);
        assertThat(starts()).isEqualTo(2);
    }

    @Test
    void builderThatKeepsGoingAwayIsGivenUp() throws Exception {
        var problem = problem(end(playing("vanish"), portal));

        assertThat(problem.code()).isEqualTo(Code.BUILD_KILLED);
        assertThat(starts()).isEqualTo(3);
    }

    @Test
    void builderThatSomebodyElseStoppedIsStartedAnew() throws Exception {
        assertThat(problem(end(playing("stopped"), portal)).code()).isEqualTo(Code.BUILD_KILLED);
        assertThat(starts()).isEqualTo(3);
    }

    @Test
    void hangingBuildIsEndedAtItsLimit() throws Exception {
        var executor = playing("hang");
        startToRun(executor, portal);

        letTheLimitPass();
        var problem = problem(end(executor, portal));

        assertThat(problem.code()).isEqualTo(Code.BUILD_TIMED_OUT);
        assertThat(problem.text()).endsWith("started hang");
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void cancelledBuildEndsAndSaysSo() throws Exception {
        var executor = playing("hang");
        startToRun(executor, portal);

        executor.cancel(portal.id());

        assertThat(problem(end(executor, portal)).code()).isEqualTo(Code.CANCELLED);
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void cancellingWhatIsOverChangesNothing() throws Exception {
        var executor = playing("succeed");
        var outcome = end(executor, portal);

        executor.cancel(portal.id());

        assertThat(executor.advance(portal)).isEqualTo(outcome);
    }

    @Test
    void forgottenBuildIsBuiltAnew() throws Exception {
        var executor = playing("succeed");
        end(executor, portal);

        executor.forget(portal.id());

        assertThat(executor.log(portal.id())).isEmpty();
        assertThat(end(executor, portal)).isInstanceOf(Done.class);
        assertThat(starts()).isEqualTo(2);
    }

    @Test
    void sameInputsForAnotherRepositoryAreABuildOfTheirOwn() throws Exception {
        var executor = playing("succeed");
        var twin = Requests.pushedTo(portal, "127.0.0.1:5000/demo/twin-build");

        end(executor, portal);
        end(executor, twin);
        executor.forget(portal.id());

        assertThat(twin.key()).isEqualTo(portal.key());
        assertThat(starts()).isEqualTo(2);
        assertThat(executor.log(portal.id())).isEmpty();
        assertThat(executor.log(twin.id())).isPresent();
    }

    @Test
    void runningBuildIsNotForgotten() throws Exception {
        var executor = playing("hang");
        startToRun(executor, portal);

        executor.forget(portal.id());
        executor.advance(portal);

        assertThat(starts()).isEqualTo(1);
        executor.cancel(portal.id());
    }

    @Test
    void whatWasNeverAskedForIsNotThere() throws Exception {
        var executor = playing("succeed");

        executor.cancel(portal.id());
        executor.forget(portal.id());

        assertThat(executor.log(portal.id())).isEmpty();
        assertThat(starts()).isZero();
    }

    @Test
    void ofALongLogTheLastMebibyteIsShown() throws Exception {
        var executor = playing("chatter");
        end(executor, portal);

        var log = executor.log(portal.id()).orElseThrow();

        assertThat(log).hasSize(1 << 20).endsWith("line 199999\n").doesNotContain("line 1\n");
    }

    static Problem problem(Outcome<BuiltImage> outcome) {
        return ((Failed<BuiltImage>) outcome).problem();
    }

    /** Asks until it is over. */
    static Outcome<BuiltImage> end(BuildExecutor executor, BuildRequest request) {
        return await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> executor.advance(request), outcome -> !(outcome instanceof Pending));
    }

    /** Asks until the builder program itself has said something. */
    static void startToRun(BuildExecutor executor, BuildRequest request) {
        await().atMost(SOON).pollDelay(Duration.ZERO).until(() -> {
            executor.advance(request);
            return executor.log(request.id()).orElse("").contains("started");
        });
    }
}
