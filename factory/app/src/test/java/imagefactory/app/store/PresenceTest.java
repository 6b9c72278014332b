package imagefactory.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private final SQLException refused = new SQLException("Connection refused", "08001");
    private final Hand clock = new Hand();
    private final Presence presence = new Presence(clock);

    @Test
    void anOutageIsToldOnceHoweverManyAskInVain() {
        assertThat(presence.missed(refused)).isTrue();
        assertThat(presence.missed(refused)).isFalse();
        assertThat(presence.missed(refused)).isFalse();
    }

    @Test
    void itsEndIsToldOnce() {
        presence.missed(refused);
        clock.move(Duration.ofSeconds(4));

        assertThat(presence.met()).isTrue();
        assertThat(presence.met()).isFalse();
        assertThat(presence.missed(refused)).isTrue();
    }

    @Test
    void connectionsThatBrokeAreTheSameOutageAsLongAsTheyTurnUp() {
        presence.missed(refused);
        for (int broken = 0; broken < 10; broken++) {
            clock.move(Duration.ofSeconds(2));
            assertThat(presence.met()).isFalse();
            assertThat(presence.missed(refused)).isFalse();
        }
    }

    @Test
    void withoutAnOutageAnAnswerIsNoNews() {
        assertThat(presence.met()).isFalse();
    }

    /** A clock that is moved by hand. */
    private static final class Hand extends Clock {
        private Instant now = Instant.EPOCH;

        private void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
