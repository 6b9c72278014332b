package imagefactory.core.plan;

import static imagefactory.core.image.Platform.LINUX_AMD64;
import static imagefactory.core.image.Platform.LINUX_ARM64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.build.Pin;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObserverTest {
    private static final ImageRef DEBIAN = ImageRef.parse("debian:12");
    private static final ImageRef NODE = ImageRef.parse("node:22");

    private final Scene scene = new Scene();

    @Test
    void basesAreHeldToTheManifestOfThePlatform() {
        var seen = scene.seen();

        assertThat(seen.inputs().keySet()).containsExactly(LINUX_AMD64, LINUX_ARM64);
        assertThat(seen.pins()).containsExactly(pin(DEBIAN, LINUX_AMD64, "debian"), pin(DEBIAN, LINUX_ARM64, "debian"));
        assertThat(seen.roots()).isEqualTo(seen.pins(DEBIAN));
        assertThat(seen.pins(NODE)).isEmpty();
        assertThat(seen.published()).isEmpty();
    }

    @Test
    void anIndexThatOnlyGainedAnArchitectureChangesNothing() {
        var before = scene.seen();
        scene.registry.index("debian:12", "debian", LINUX_AMD64, LINUX_ARM64, Platform.parse("linux/s390x"));

        assertThat(scene.seen()).isEqualTo(before);
    }

    @Test
    void aStageOfItsOwnPlatformIsPinnedForThatOne() {
        scene.registry.index("node:22", "node", LINUX_AMD64);
        scene.dockerfile("""
                FROM --platform=$BUILDPLATFORM node:22 AS tools
                FROM debian:12
                COPY --from=tools /app /app
                """);

        var seen = scene.seen();

        assertThat(seen.inputs().get(LINUX_ARM64).pins())
                .containsExactly(pin(DEBIAN, LINUX_ARM64, "debian"), pin(NODE, LINUX_AMD64, "node"));
        assertThat(seen.roots().values()).allMatch(root -> root.reference().equals(DEBIAN));
    }

    @Test
    void whatTheTargetDoesNotReachIsNotAskedFor() {
        scene.dockerfile("FROM node:22 AS unused\nFROM debian:12\n");

        scene.seen();

        assertThat(scene.registry.asked()).noneMatch(asked -> asked.contains("node"));
    }

    @Test
    void eachBaseIsAskedForOnceInOneLook() throws Exception {
        var observer = new Observer(scene.world());

        observer.observe(scene.image());
        observer.observe(scene.image());

        assertThat(scene.registry.asked().stream().filter("manifest docker.io/library/debian:12"::equals))
                .hasSize(1);
    }

    @Test
    void anImageFromScratchHasNoBaseAtAll() {
        var seen = scene.dockerfile("FROM scratch\nCOPY . /\n").seen();

        assertThat(seen.pins()).isEmpty();
        assertThat(seen.roots()).isEmpty();
    }

    @Test
    void anImageWithoutAnIndexIsForThePlatformOfItsConfiguration() {
        var single = scene.registry.single("node:22", "node", LINUX_AMD64);
        scene.enrolled("target: tools").dockerfile("FROM --platform=linux/amd64 node:22 AS tools\n");

        assertThat(scene.seen().pins()).containsExactly(new Pin(NODE, LINUX_AMD64, single.digest()));
    }

    @Test
    void aBaseThatIsMissingIsTheImagesProblem() throws Exception {
        assertThat(scene.dockerfile("FROM debian:13\n").look())
                .isEqualTo(new Failed<>(new Problem(
                        Code.BASE_MISSING,
                        "The Dockerfile names docker.io/library/debian:13, and its registry has no such image.",
                        "Correct the reference in the Dockerfile, or push the image.")));
    }

    @Test
    void aBaseThatLacksAPlatformIsTheImagesProblem() throws Exception {
        scene.registry.index("debian:12", "debian", LINUX_AMD64, Platform.parse("linux/s390x"));

        assertThat(scene.look())
                .isEqualTo(new Failed<>(new Problem(
                        Code.PLATFORM_MISSING,
                        "The Dockerfile names docker.io/library/debian:12, which has no image for linux/arm64; "
                                + "it has linux/amd64, linux/s390x.",
                        "Take linux/arm64 out of the image's platforms, or build on an image that has it.")));
    }

    @Test
    void anImageWithoutAnIndexLacksAllOtherPlatforms() throws Exception {
        scene.registry.single("node:22", "node", LINUX_AMD64);

        assertThat(scene.dockerfile("FROM node:22\n").look())
                .isEqualTo(new Failed<>(new Problem(
                        Code.PLATFORM_MISSING,
                        "The Dockerfile names docker.io/library/node:22, which has no image for linux/arm64; it has linux/amd64.",
                        "Take linux/arm64 out of the image's platforms, or build on an image that has it.")));
    }

    @Test
    void aDockerfileThatIsNotUnderstoodIsTheImagesProblemWithItsLine() throws Exception {
        assertThat(scene.dockerfile("FROM debian:12\nFLY away\n").look())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(((Failed<?>) failed).problem())
                                .satisfies(problem -> assertThat(problem.code()).isEqualTo(Code.DOCKERFILE_INVALID))
                                .satisfies(problem -> assertThat(problem.text()).contains("2")));
    }

    @Test
    void aSourceThatIsBeingFetchedOrMissingIsPassedOn() throws Exception {
        var missing = new Problem(Code.SOURCE_MISSING, "There is no branch main.", "Correct source.branch.");

        assertThat(scene.source(new Pending<>(Duration.ofSeconds(1))).look())
                .isEqualTo(new Pending<>(Duration.ofSeconds(1)));
        assertThat(scene.source(new Failed<>(missing)).look()).isEqualTo(new Failed<>(missing));
    }

    @Test
    void aRegistryThatIsAwayIsNotAFact() {
        scene.registry.isAway();

        assertThatThrownBy(scene::look).isInstanceOf(Unavailable.class).hasMessage("the registry is away");
    }

    @Test
    void whatIsPublishedIsSeenWithItsTagsAndItsOrigin() {
        var index = scene.publish("20270301-093005-0123456789ab", "latest");

        var release = scene.seen().published().orElseThrow();

        assertThat(release.index()).isEqualTo(index.descriptor());
        assertThat(release.tags()).isEqualTo(Map.of("latest", java.util.Optional.of(index.digest())));
        assertThat(release.origin().orElseThrow().state().platforms())
                .isEqualTo(scene.seen().inputs());
    }

    @Test
    void allBasesOfAllPlatformsAreListedOnce() {
        assertThat(scene.seen().pins()).isSorted().doesNotHaveDuplicates().hasSize(2);
    }

    private static Pin pin(ImageRef reference, Platform platform, String content) {
        return new Pin(reference, platform, FakeRegistry.digest(content, platform));
    }

    @Test
    void theTagsOfARunAreThoseOfItsPatterns() throws Exception {
        var seen = scene.tags("[\"{date}-{time}-{run}\", \"{version}\", latest]")
                .enrolled("version: {file: VERSION}")
                .seen();
        var at = java.time.Instant.parse("2027-03-01T09:30:05Z");

        assertThat(seen.tags(at, 18, true)).isEqualTo(List.of("20270301-093005-18", "1.4.0", "latest"));
        assertThat(seen.tags(at, 18, false)).isEqualTo(List.of("1.4.0", "latest"));
    }
}
