package imagefactory.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.build.BuildId;
import imagefactory.core.build.BuildKey;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.build.BuiltImage.Report;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Repository;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.MediaTypes;
import imagefactory.core.run.Run;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may still want a staged manifest. */
class StagedRowsTest extends OwnPostgres {
    private static final Repository STAGING = Repository.parse("registry.test/demo/a-build");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Digest MANIFEST = Bytes.utf8("manifest").digest();
    private static final BuildId BUILD =
            new BuildId(BuildKey.of(Bytes.utf8("inputs").digest(), ""), STAGING);

    private final BuildRows builds = new BuildRows(DATABASE, JSON);
    private final StagedRows staged = new StagedRows(DATABASE, JSON);

    @Test
    void whatARunHasUsedMeanwhileIsNotLetGoOf() {
        record(BUILD);
        age();
        var since = staged.ago(DAY);
        builds.find(BUILD);

        assertThat(staged.release(STAGING, MANIFEST, since, List.of("a"))).isFalse();
        assertThat(builds.find(BUILD)).isPresent();
    }

    @Test
    void noRunTakesWhatWasLetGoOf() {
        record(BUILD);
        age();

        assertThat(staged.release(STAGING, MANIFEST, staged.ago(DAY), List.of("a")))
                .isTrue();

        assertThat(builds.find(BUILD)).isEmpty();
        assertThat(staged.recorded(STAGING)).isEmpty();
    }

    @Test
    void aManifestThatAnotherBuildEndedInTooStays() {
        record(BUILD);
        age();
        record(new BuildId(BuildKey.of(Bytes.utf8("others").digest(), ""), STAGING));

        assertThat(staged.release(STAGING, MANIFEST, staged.ago(DAY), List.of("a")))
                .isFalse();
    }

    @Test
    void whatNobodyRecordedIsLetGoOfUnlessARunIsOpen() {
        assertThat(staged.release(STAGING, MANIFEST, staged.ago(DAY), List.of("a")))
                .isTrue();
        open("a", cause("e"));

        assertThat(staged.release(STAGING, MANIFEST, staged.ago(DAY), List.of("a")))
                .isFalse();
        assertThat(staged.release(STAGING, MANIFEST, staged.ago(DAY), List.of("b")))
                .isTrue();
    }

    @Test
    void repositoriesAreThoseThatSomethingWasBuiltTo() {
        record(BUILD);

        assertThat(staged.repositories()).isEqualTo(Map.of(STAGING, Set.of("a")));
        assertThat(staged.recorded(STAGING)).containsOnlyKeys(MANIFEST);
    }

    private void record(BuildId build) {
        var report = new Report(MANIFEST, MANIFEST, List.of(), "fake", 1);
        var built = new BuiltImage(new Descriptor(MediaTypes.OCI_MANIFEST, MANIFEST, 1), report);
        builds.record(build, built, Run.opened(1, "a", Optional.empty(), List.of()));
    }

    private static void age() {
        DATABASE.useHandle(handle -> handle.execute("update build set at = at - interval '2 days'"));
    }
}
