package imagefactory.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TimesTest {
    private static final Times TIMES =
            new Times(Clock.fixed(Instant.parse("2026-11-21T22:30:00Z"), ZoneId.of("Europe/Berlin")));

    @Test
    void timesOfTodayAreToldWithoutTheDateInTheZoneOfThePerson() {
        assertThat(TIMES.at(Instant.parse("2026-11-20T23:00:00Z"))).isEqualTo("00:00:00");
        assertThat(TIMES.at(Instant.parse("2026-11-20T22:59:00Z"))).isEqualTo("2026-11-20 23:59");
    }

    @Test
    void lastingIsToldInSecondsThenInMinutes() {
        assertThat(Times.lasting(Duration.ofMillis(6_140))).isEqualTo("6.1 s");
        assertThat(Times.lasting(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
    }
}
