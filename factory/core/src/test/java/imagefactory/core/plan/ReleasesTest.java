package imagefactory.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.source.Snapshot;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleasesTest {
    private final Scene scene = new Scene();

    @Test
    void aTagThatMovesSaysWhatIsPublished() {
        scene.publishUnsigned("old", "20270101-000000-0a0a0a0a0a0a");
        var latest = scene.publishUnsigned("new", "20260101-000000-0b0b0b0b0b0b", "latest");

        assertThat(release().index()).isEqualTo(latest.descriptor());
        assertThat(release().origin()).isEmpty();
    }

    @Test
    void whereSeveralTagsMoveEachIsLookedUp() {
        scene.tags("[\"{version}\", stable, latest]").enrolled("version: {file: VERSION}");
        var index = scene.publishUnsigned("new", "1.4.0", "latest");

        assertThat(release().tags())
                .containsExactly(
                        java.util.Map.entry("1.4.0", Optional.of(index.digest())),
                        java.util.Map.entry("latest", Optional.of(index.digest())),
                        java.util.Map.entry("stable", Optional.empty()));
    }

    @Test
    void whereEveryTagIsCreatedOnceTheNewestOfThemCounts() {
        scene.tags("[\"{version}-{run}\"]").enrolled("version: {file: VERSION}");
        scene.publishUnsigned("nine", "1.4.0-9");
        var ten = scene.publishUnsigned("ten", "1.4.0-10");
        scene.publishUnsigned("of somebody else", "nightly");

        assertThat(release().index()).isEqualTo(ten.descriptor());
        assertThat(release().tags()).isEmpty();
    }

    @Test
    void aTagWithADateIsFoundOnTheNextDayToo() {
        scene.tags("[\"{date}\"]");
        scene.publishUnsigned("yesterday", "20270301");
        var today = scene.publishUnsigned("today", "20270302");

        assertThat(release().index()).isEqualTo(today.descriptor());
    }

    @Test
    void whereEveryTagIsCreatedOnceWhatIsRememberedCountsAndNothingIsListed() {
        scene.tags("[\"{date}-{time}\"]");
        var ours = scene.publishUnsigned("ours", "20270301-093005");
        scene.publishUnsigned("planted", "20270302-093005");

        assertThat(scene.remembered(ours.digest())
                        .seen()
                        .published()
                        .orElseThrow()
                        .index())
                .isEqualTo(ours.descriptor());
        assertThat(scene.registry.asked()).noneMatch(asked -> asked.startsWith("tags"));
    }

    @Test
    void whatIsRememberedAndNoLongerThereIsLookedForByItsTags() {
        scene.tags("[\"{date}-{time}\"]");
        var there = scene.publishUnsigned("there", "20270301-093005");
        scene.remembered(FakeRegistry.digest("deleted", imagefactory.core.image.Platform.LINUX_AMD64));

        assertThat(release().index()).isEqualTo(there.descriptor());
    }

    @Test
    void whereTheTagsThatMoveAreGoneWhatIsRememberedSaysWhatIsPublished() {
        var index = scene.publishUnsigned("ours", "20270301-093005-0b0b0b0b0b0b");
        scene.remembered(index.digest());

        assertThat(release().index()).isEqualTo(index.descriptor());
        assertThat(release().tags()).containsExactly(java.util.Map.entry("latest", Optional.empty()));
    }

    @Test
    void nothingOfOursIsNothingPublished() {
        scene.publishUnsigned("of somebody else", "nightly");

        assertThat(scene.seen().published()).isEmpty();
    }

    @Test
    void aVersionThatIsMissingIsTheImagesProblem() throws Exception {
        scene.tags("[\"{version}\"]").enrolled("version: {file: VERSION}");
        var plain = Scene.snapshot("FROM debian:12\n");
        scene.source(new Done<>(
                new Snapshot(plain.commit(), plain.files(), plain.dockerfile(), Optional.empty(), Optional.of("\n"))));

        assertThat(scene.look())
                .isEqualTo(new Failed<>(new Problem(
                        Code.TAG_INVALID,
                        "The tags of portal cannot be made: the tag \"{version}\" needs a version, and there is none.",
                        "Correct tags or version in images.yaml, or the version file in the source.")));
    }

    private Release release() {
        return scene.seen().published().orElseThrow();
    }
}
