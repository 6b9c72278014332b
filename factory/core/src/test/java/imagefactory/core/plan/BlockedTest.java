package imagefactory.core.plan;

import static imagefactory.core.image.Platform.LINUX_AMD64;
import static imagefactory.core.image.Platform.LINUX_ARM64;
import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.event.EventId;
import imagefactory.core.event.FactoryEvent;
import imagefactory.core.event.FactoryEvent.BaseUpdated;
import imagefactory.core.event.FactoryEvent.RebuildRequested;
import imagefactory.core.event.FactoryEvent.Request;
import imagefactory.core.event.FactoryEvent.ScheduleTicked;
import imagefactory.core.event.FactoryEvent.SourcePushed;
import imagefactory.core.graph.Graph;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Problem;
import imagefactory.core.plan.Blocked.Judged;
import imagefactory.core.plan.Plan.Opening;
import imagefactory.core.plan.Plan.Skipped;
import imagefactory.core.plan.Plan.Standing;
import imagefactory.core.plan.Planner.Facts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a run that ended with a problem is worth another one. */
class BlockedTest {
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    private static final Instant EARLIER = NOW.minus(Duration.ofHours(19));
    private static final EventId ID = new EventId("/test", "1");
    private static final FactoryEvent TICK = new ScheduleTicked(ID, NOW, "nightly");
    private static final FactoryEvent BASE = new BaseUpdated(ID, NOW, ImageRef.parse("debian:12"), Optional.empty());
    private static final FactoryEvent PUSH =
            new SourcePushed(ID, NOW, URI.create("https://git.test/acme/mono.git"), "main");
    private static final Problem REFUSED = problem(Problem.Code.GATE_REFUSED);

    private final Scene scene = new Scene();

    @Test
    void theSameInputsAndTheSamePolicyAreNotAskedTwice() {
        for (var event : List.of(TICK, BASE, PUSH)) {
            var plan = plan(event, refused());

            assertThat(plan.openings()).isEmpty();
            assertThat(plan.skipped())
                    .containsExactly(new Skipped(
                            "portal",
                            ID,
                            "it is still blocked by the problem of run 12 (gate-refused, the same inputs);"
                                    + " to ask again: ./taskw rebuild IMAGE=portal",
                            Standing.BLOCKED));
        }
    }

    @Test
    void newInputsAreWorthARun() {
        var last = refused();
        scene.registry.index("debian:12", "newer", LINUX_AMD64, LINUX_ARM64);
        assertThat(opens(BASE, last)).isTrue();

        var next = refused();
        scene.dockerfile("FROM debian:12\nCOPY app /\n");
        assertThat(opens(PUSH, next)).isTrue();
    }

    @Test
    void anotherPolicyIsWorthARun() {
        var last = refused();
        scene.enrolled("scan: {ceiling: CRITICAL}");

        assertThat(opens(TICK, last)).isTrue();
    }

    @Test
    void aPersonIsNeverToldToWait() {
        var asked = new RebuildRequested(ID, NOW, "portal", new Request("ada", "to be sure", Optional.empty(), false));

        assertThat(opens(asked, refused())).isTrue();
        assertThat(faulty(asked, REFUSED).openings()).hasSize(1);
    }

    @Test
    void aScheduleAsksAgainOnceADayForTheDatabaseMayBeNewer() {
        var dayOld = last(REFUSED, NOW.minus(Duration.ofHours(20)));

        assertThat(opens(TICK, dayOld)).isTrue();
        assertThat(opens(BASE, dayOld)).isFalse();
        assertThat(opens(TICK, last(REFUSED, EARLIER))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Problem.Code.class,
            names = {"REGISTRY_DENIED", "REGISTRY_WRONG", "KEY_UNREADABLE", "SOURCE_DENIED", "BUILD_KILLED"})
    void whatSomebodyMayHaveMendedOutOfSightIsAskedAgain(Problem.Code code) {
        assertThat(opens(TICK, last(problem(code), EARLIER))).isTrue();
    }

    @Test
    void newBitsOfTheSameInputsSayNothingOfTheOldOnes() {
        assertThat(opens(TICK, new Blocked(12, REFUSED, EARLIER, Optional.empty())))
                .isTrue();
    }

    @Test
    void aFreshImageIsFreshWhateverEndedItsLastRun() {
        scene.publish("latest");

        assertThat(plan(TICK, refused()).skipped())
                .singleElement()
                .satisfies(skipped -> assertThat(skipped.because()).startsWith("fresh: "))
                .satisfies(skipped -> assertThat(skipped.standing()).isEqualTo(Standing.IDLE));
    }

    @Test
    void aDockerfileThatIsStillWrongOpensNoSecondRun() {
        var wrong = problem(Problem.Code.DOCKERFILE_INVALID);

        assertThat(faulty(TICK, wrong).skipped())
                .extracting(Skipped::because)
                .containsExactly(
                        "it is still blocked by the problem of run 12 (dockerfile-invalid, a look has just met it again);"
                                + " to ask again: ./taskw rebuild IMAGE=portal");
        assertThat(faulty(PUSH, wrong).openings()).isEmpty();
    }

    @Test
    void aBaseThatMayNotBeItsOwnSaysNothingOfAnImageThatIsStillWrong() {
        assertThat(faulty(BASE, problem(Problem.Code.DOCKERFILE_INVALID)).skipped())
                .extracting(Skipped::image)
                .containsExactly("-");
    }

    @Test
    void anotherFaultIsWorthARun() {
        var last = last(new Problem(Problem.Code.DOCKERFILE_INVALID, "Line 2.", "Mend it."), EARLIER);
        var fact = new Fact.Faulty(new Problem(Problem.Code.DOCKERFILE_INVALID, "Line 7.", "Mend it."));

        assertThat(plan(PUSH, fact, last).openings()).hasSize(1);
    }

    private Blocked refused() {
        return last(REFUSED, EARLIER);
    }

    private Blocked last(Problem problem, Instant at) {
        var judged = new Judged(scene.seen().inputs(), scene.image().scan());
        return new Blocked(12, problem, at, Optional.of(judged));
    }

    private boolean opens(FactoryEvent event, Blocked last) {
        return plan(event, last).openings().stream().map(Opening::image).anyMatch("portal"::equals);
    }

    private Plan plan(FactoryEvent event, Blocked last) {
        return plan(event, new Fact.Known(scene.seen()), last);
    }

    private Plan faulty(FactoryEvent event, Problem problem) {
        return plan(event, new Fact.Faulty(problem), last(problem, EARLIER));
    }

    private Plan plan(FactoryEvent event, Fact fact, Blocked last) {
        var facts = new Facts(Map.of("portal", fact), Map.of(), Map.of("portal", last), Map.of(), new Graph(List.of()));
        return Planner.plan(new Catalog(List.of(scene.image())), List.of(new Occurrence(event, NOW)), facts, NOW);
    }

    private static Problem problem(Problem.Code code) {
        return new Problem(code, "It is bad.", "Mend it.");
    }
}
