package imagefactory.kargo;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.catalog.Tagging;
import imagefactory.core.catalog.Watch;
import imagefactory.core.catalog.Watch.Strategy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SelectionTest {
    @Test
    void tagsThatSortByTimeAreTakenInTheirOrder() {
        assertThat(ours("{date}-{time}-{revision}", "latest"))
                .isEqualTo(new Selection(
                        Strategy.LEXICAL, Optional.empty(), Optional.of("^[0-9]{8}-[0-9]{6}-[0-9a-f]{1,12}$")));
        assertThat(ours("{date}").strategy()).isEqualTo(Strategy.LEXICAL);
    }

    @Test
    void versionsAreTakenByTheirMeaning() {
        assertThat(ours("v{version}", "latest").strategy()).isEqualTo(Strategy.SEMVER);
    }

    @Test
    void versionsAreNotComparedWithTagsThatKargoWouldTakeForNewerOnes() {
        assertThat(ours("{version}", "{date}-{time}-{revision}", "latest")).isEqualTo(Selection.digestOf("latest"));
        assertThat(ours("{version}", "r{run}", "latest").strategy()).isEqualTo(Strategy.SEMVER);
        assertThat(ours("v{version}", "{run}").strategy()).isEqualTo(Strategy.NEWEST_BUILD);
    }

    @Test
    void tagThatAlwaysMovesIsFollowedByDigest() {
        assertThat(ours("latest")).isEqualTo(Selection.digestOf("latest"));
        assertThat(ours("{branch}-edge")).isEqualTo(Selection.digestOf("release-1.0-edge"));
        assertThat(ours("{revision}", "latest")).isEqualTo(Selection.digestOf("latest"));
    }

    @Test
    void tagsInNoOrderAreTakenByTheirTime() {
        assertThat(ours("r{run}"))
                .isEqualTo(new Selection(Strategy.NEWEST_BUILD, Optional.empty(), Optional.of("^r[0-9]+$")));
        assertThat(ours("{date}-{revision}").strategy()).isEqualTo(Strategy.NEWEST_BUILD);
    }

    @Test
    void oneTagOfOthersIsFollowedByDigest() {
        assertThat(theirs("^3\\.12-slim$", Optional.empty())).isEqualTo(Selection.digestOf("3.12-slim"));
        assertThat(theirs("^3\\.12-slim$", Optional.of(Strategy.DIGEST))).isEqualTo(Selection.digestOf("3.12-slim"));
    }

    @Test
    void severalTagsOfOthersAreTakenAsTheCatalogSays() {
        assertThat(theirs("^1\\.[0-9]+$", Optional.of(Strategy.SEMVER)))
                .isEqualTo(new Selection(Strategy.SEMVER, Optional.empty(), Optional.of("^1\\.[0-9]+$")));
        assertThat(theirs("^1\\.[0-9]+$", Optional.empty()).strategy()).isEqualTo(Strategy.LEXICAL);
        assertThat(Selection.of(Watch.EVERY_TAG))
                .isEqualTo(new Selection(Strategy.LEXICAL, Optional.empty(), Optional.empty()));
    }

    private static Selection ours(String... patterns) {
        return Selection.of(new Tagging(List.of(patterns), Optional.empty()), "release/1.0");
    }

    private static Selection theirs(String allowTags, Optional<Strategy> strategy) {
        return Selection.of(new Watch(Optional.of(allowTags), strategy));
    }
}
