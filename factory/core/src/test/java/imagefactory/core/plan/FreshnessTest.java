package imagefactory.core.plan;

import static imagefactory.core.image.Platform.LINUX_AMD64;
import static imagefactory.core.image.Platform.LINUX_ARM64;
import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.build.BuildReason.BaseChanged;
import imagefactory.core.build.BuildReason.EnrolmentChanged;
import imagefactory.core.build.BuildReason.NeverPublished;
import imagefactory.core.build.BuildReason.OriginUnknown;
import imagefactory.core.build.BuildReason.SourceChanged;
import imagefactory.core.build.BuildReason.TagsElsewhere;
import imagefactory.core.image.ImageRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private final Scene scene = new Scene();

    @Test
    void whatWasNeverPublishedLacksEverything() {
        assertThat(lacks("")).containsExactly(new NeverPublished());
    }

    @Test
    void whatWasPublishedFromWhatIsTrueNowLacksNothing() {
        scene.publish("latest");

        assertThat(lacks("")).isEmpty();
        assertThat(Freshness.needsNoBuild(List.of())).isTrue();
    }

    @Test
    void aBaseThatChangedIsToldForEachPlatform() {
        scene.publish("latest");
        scene.registry.index("debian:12", "newer", LINUX_AMD64, LINUX_ARM64);
        var debian = ImageRef.parse("debian:12");

        assertThat(lacks(""))
                .containsExactly(
                        new BaseChanged(
                                debian,
                                LINUX_AMD64,
                                Optional.of(FakeRegistry.digest("debian", LINUX_AMD64)),
                                FakeRegistry.digest("newer", LINUX_AMD64)),
                        new BaseChanged(
                                debian,
                                LINUX_ARM64,
                                Optional.of(FakeRegistry.digest("debian", LINUX_ARM64)),
                                FakeRegistry.digest("newer", LINUX_ARM64)));
    }

    @Test
    void sourceAndEnrolmentThatChangedAreToldBoth() {
        scene.publish("latest");
        var was = scene.seen().commit();
        scene.dockerfile("FROM debian:12\nCOPY app /\n").enrolled("labels: {vendor: Acme}");

        assertThat(lacks(""))
                .containsExactly(
                        new SourceChanged(Optional.of(was), scene.seen().commit()),
                        new EnrolmentChanged(List.of("labels")));
        assertThat(Freshness.needsNoBuild(lacks(""))).isFalse();
    }

    @Test
    void aPlatformThatWasTakenOutIsTakenOutOfTheIndexToo() {
        scene.publish("latest");
        scene.platforms("[linux/amd64]");

        assertThat(lacks("")).containsExactly(new EnrolmentChanged(List.of("platform linux/arm64 removed")));
    }

    @Test
    void whatNobodySignedIsBuiltAnew() {
        var index = scene.publishUnsigned("of somebody else", "latest");

        assertThat(lacks("")).containsExactly(new OriginUnknown(index.digest()));
        assertThat(Freshness.needsNoBuild(lacks(""))).isFalse();
    }

    @Test
    void aTagThatSomebodyMovedIsMovedBackWithoutABuild() {
        scene.tags("[\"{version}\", latest]").enrolled("version: {file: VERSION}");
        scene.publish("1.4.0", "latest");
        scene.publishUnsigned("of somebody else", "latest");

        assertThat(lacks("")).containsExactly(new TagsElsewhere(List.of("latest")));
        assertThat(Freshness.needsNoBuild(lacks(""))).isTrue();
    }

    @Test
    void anEpochThatIsOlderThanRequiredIsNotGoodEnough() {
        scene.publish("2027-03-01T00:00:00Z", new String[] {"latest"});

        assertThat(lacks("")).isEmpty();
        assertThat(lacks("2027-03-01T00:00:00Z")).isEmpty();
        assertThat(lacks("2027-03-02T00:00:00Z")).containsExactly(new EnrolmentChanged(List.of("epoch")));
    }

    private List<imagefactory.core.build.BuildReason> lacks(String epoch) {
        return Freshness.lacks(scene.seen(), epoch);
    }
}
