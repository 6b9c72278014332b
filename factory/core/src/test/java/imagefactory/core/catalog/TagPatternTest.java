package imagefactory.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagPatternTest {
    private static final String REVISION = "0123456789abcdef0123456789abcdef01234567";
    private static final TagPattern.Values VALUES = values("release/1.0", "1.4.0\n");

    @ParameterizedTest
    @CsvSource({
        "latest, latest",
        "{date}, 20270301",
        "{time}, 093005",
        "{run}, 18",
        "{version}, 1.4.0",
        "{revision}, 0123456789ab",
        "{branch}, release-1.0",
        "{date}-{time}-{revision}, 20270301-093005-0123456789ab",
        "v{version}_{branch}.{run}, v1.4.0_release-1.0.18",
    })
    void wordsBecomeTheValuesOfTheRun(String pattern, String tag) {
        assertThat(new TagPattern(pattern).expand(VALUES)).isEqualTo(tag);
    }

    @ParameterizedTest
    @CsvSource({
        "{date}-{time}, true",
        "{run}, true",
        "{version}-{run}, true",
        "{version}, false",
        "{date}, false",
        "{revision}, false",
        "latest, false",
    })
    void tagOfATimeOrARunIsCreatedOnce(String pattern, boolean once) {
        assertThat(new TagPattern(pattern).createdOnce()).isEqualTo(once);
    }

    @Test
    void whatATagCannotHoldIsMapped() {
        assertThat(new TagPattern("{branch}").expand(values("@ünder/x#1", "1"))).isEqualTo("nder-x-1");
        assertThat(new TagPattern("{version}").expand(values("main", "1.0.0+build.5")))
                .isEqualTo("1.0.0_build.5");
    }

    @Test
    void valuesAreNoPatternsThemselves() {
        assertThat(new TagPattern("{version}").expand(values("main", "1.0"))).isEqualTo("1.0");
        assertThatThrownBy(() -> new TagPattern("{version}").expand(values("main", "{run}$1")))
                .hasMessage("\"{run}$1\" is not a tag: up to 128 letters, digits, and . _ - that do not begin it");
    }

    @Test
    void versionThatIsMissingOrTooLongIsSaid() {
        var pattern = new TagPattern("{version}");

        assertThat(pattern.needsVersion()).isTrue();
        assertThatThrownBy(() ->
                        pattern.expand(new TagPattern.Values(Instant.EPOCH, 1, Optional.empty(), REVISION, "main")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the tag \"{version}\" needs a version, and there is none");
        assertThatThrownBy(() -> pattern.expand(values("main", " \n"))).hasMessageContaining("there is none");
        assertThatThrownBy(() -> pattern.expand(values("main", "1".repeat(1_000_000))))
                .hasMessage("the version for the tag \"{version}\" has 1000000 characters, more than 128");
    }

    @Test
    void unknownWordsAndLooseBracesAreRefused() {
        assertThatThrownBy(() -> new TagPattern("{x}")).hasMessage("\"{x}\" has the unknown word {x}");
        assertThatThrownBy(() -> new TagPattern("a{date")).hasMessage("\"a{date\" has a brace that does not pair");
    }

    /** The originals escaped twice, so that a tag with a dot in it matched nothing. */
    @Test
    void regularExpressionMatchesItsOwnTagsAndNoOther() {
        long seed = 20_261_121;
        var random = new Random(seed);
        var letters = "abzAZ019._-";
        for (int i = 0; i < 2_000; i++) {
            var tag = "v" + letter(letters, random) + letter(letters, random) + letter(letters, random);
            var other = "v" + letter(letters, random) + letter(letters, random) + letter(letters, random);
            var regex = Pattern.compile(new TagPattern(tag).regex());

            assertThat(regex.matcher(tag).find()).as("seed %d: %s", seed, tag).isTrue();
            assertThat(regex.matcher(other).find())
                    .as("seed %d: %s for %s", seed, other, tag)
                    .isEqualTo(other.equals(tag));
        }
        assertThat(new TagPattern("3.12-slim").regex()).isEqualTo("^3\\.12-slim$");
        assertThat(new TagPattern("{date}-{time}-{revision}").regex()).isEqualTo("^[0-9]{8}-[0-9]{6}-[0-9a-f]{1,12}$");
    }

    private static char letter(String letters, Random random) {
        return letters.charAt(random.nextInt(letters.length()));
    }

    private static TagPattern.Values values(String branch, String version) {
        return new TagPattern.Values(Instant.parse("2027-03-01T09:30:05Z"), 18, Optional.of(version), REVISION, branch);
    }
}
