package imagefactory.app.store;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Whether PostgreSQL answers: told once when it goes and once when it is back, however many ask in vain meanwhile. */
@Singleton
public final class Presence {
    private static final Logger LOG = Logger.getLogger(Presence.class);

    /** When it is back, the connections that broke are met one after the other: each would be an outage of its own. */
    private static final Duration SURE = Duration.ofSeconds(3);

    private final Clock clock;
    private Optional<Instant> missed = Optional.empty();

    Presence(Clock clock) {
        this.clock = clock;
    }

    /** Somebody asked in vain. @return whether that is news */
    public synchronized boolean missed(Throwable fault) {
        var news = missed.isEmpty();
        missed = Optional.of(clock.instant());
        if (news) {
            LOG.warnf("PostgreSQL is away, and everything waits for it: %s", fault.getMessage());
        } else {
            LOG.debugf("PostgreSQL is still away: %s", fault.getMessage());
        }
        return news;
    }

    /** Somebody was answered. @return whether that is news */
    public synchronized boolean met() {
        var news =
                missed.filter(last -> clock.instant().isAfter(last.plus(SURE))).isPresent();
        if (news) {
            missed = Optional.empty();
            LOG.info("PostgreSQL is back");
        }
        return news;
    }
}
