package imagefactory.oci.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BusyTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void restIsReadInSecondsAndAsADate() {
        assertThat(Busy.after("7", NOW)).contains(Duration.ofSeconds(7));
        assertThat(Busy.after("Sat, 21 Nov 2026 12:00:30 GMT", NOW)).contains(Duration.ofSeconds(30));
        assertThat(Busy.after("Sat, 21 Nov 2026 11:00:00 GMT", NOW)).contains(Duration.ZERO);
    }

    @Test
    void moreThanAnHourIsNotBelievedAndNonsenseIsNothing() {
        assertThat(Busy.after("999999999", NOW)).contains(Duration.ofHours(1));
        assertThat(Busy.after("99999999999999999999", NOW)).isEmpty();
        assertThat(Busy.after("soon", NOW)).isEmpty();
    }
}
