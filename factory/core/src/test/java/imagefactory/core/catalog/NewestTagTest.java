package imagefactory.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.catalog.Watch.Strategy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewestTagTest {
    private static final Instant EARLY = Instant.parse("2027-03-01T09:00:00Z");

    @Test
    void lettersAreComparedOneByOne() {
        assertThat(NewestTag.byLetters(List.of("20270301", "20270302", "20261231")))
                .contains("20270302");
        assertThat(NewestTag.byLetters(List.of("9", "10"))).contains("9");
        assertThat(NewestTag.byLetters(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1.9.0, 1.10.0",
        "1.10.0, v2.0.0",
        "1.2, 1.2.1",
        "2.0.0-rc.1, 2.0.0",
        "2.0.0-rc.9, 2.0.0-rc.10",
        "2.0.0-1, 2.0.0-alpine",
        "2.0.0-alpha, 2.0.0-alpha.1",
        "1.99.99, 2.0.0-alpha",
        "1.2, 1.2.0",
        "1.0.0, 99999999999999999999.0.0"
    })
    void versionsAreComparedByPrecedence(String older, String newer) {
        assertThat(NewestTag.byVersion(List.of(older, newer))).contains(newer);
        assertThat(NewestTag.byVersion(List.of(newer, older))).contains(newer);
    }

    @Test
    void whatIsNoVersionIsPassedOver() {
        assertThat(NewestTag.byVersion(List.of("latest", "1.0.0", "main", "1.0.0.0", "V3")))
                .contains("1.0.0");
        assertThat(NewestTag.byVersion(List.of("latest"))).isEmpty();
    }

    @Test
    void theLastThatWasBuiltIsTheNewest() {
        assertThat(NewestTag.byTime(Map.of("b", EARLY, "a", EARLY.plusSeconds(1))))
                .contains("a");
        assertThat(NewestTag.byTime(Map.of("b", EARLY, "a", EARLY))).contains("b");
    }

    @Test
    void ofASingleTagTheDigestIsFollowedAndAmongSeveralTheLastByItsLetters() {
        assertThat(watch("^16-alpine$").strategyInForce()).isEqualTo(Strategy.DIGEST);
        assertThat(watch("^16-.*$").strategyInForce()).isEqualTo(Strategy.LEXICAL);
        assertThat(Watch.EVERY_TAG.strategyInForce()).isEqualTo(Strategy.LEXICAL);
    }

    @Test
    void theExpressionIsLookedForAsKargoDoes() {
        assertThat(watch("^16-").allows("16-alpine")).isTrue();
        assertThat(watch("^16-$").allows("16-alpine")).isFalse();
        assertThat(Watch.EVERY_TAG.allows("anything")).isTrue();
    }

    private static Watch watch(String regex) {
        return new Watch(Optional.of(regex), Optional.empty());
    }
}
