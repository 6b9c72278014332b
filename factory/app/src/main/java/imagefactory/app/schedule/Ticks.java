package imagefactory.app.schedule;

import imagefactory.app.intake.EventJson;
import imagefactory.app.relay.Sender;
import imagefactory.app.store.Inbox;
import imagefactory.core.event.EventId;
import imagefactory.core.event.FactoryEvent.ScheduleTicked;
import imagefactory.core.outcome.Unavailable;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Tells of schedules that are due. After a start that is the newest tick of each which nobody has recorded: what fell due while
 * no replica was up is made up for once. What fell due before there was anything in the database at all is not.
 *
 * <p>Every replica does so, and others may tick too: one event is recorded once, and a second look at what is fresh does nothing.
 */
public final class Ticks {
    private static final Logger LOG = Logger.getLogger(Ticks.class);

    private final Timetable timetable;
    private final Inbox inbox;
    private final Sender sender;
    private final EventJson json;
    private final Clock clock;
    private final Set<EventId> told = new HashSet<>();
    private Instant began = Instant.MAX;
    private Instant looked = Instant.MIN;

    public Ticks(Timetable timetable, Inbox inbox, Sender sender, EventJson json, Clock clock) {
        this.timetable = timetable;
        this.inbox = inbox;
        this.sender = sender;
        this.json = json;
        this.clock = clock;
    }

    /** Looks once a minute, however often it is asked; what could not be told is told when it is asked again. */
    public synchronized void tick() throws Unavailable {
        var minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        if (minute.equals(looked)) {
            return;
        }
        began = began.isBefore(minute) ? began : minute;
        var due = timetable.due(minute);
        for (var tick : due) {
            if (!told.contains(tick.id()) && isOurs(tick)) {
                sender.send("factory.events", tick.schedule(), json.tick(tick));
                LOG.infof("%s is due since %s", tick.schedule(), tick.at());
            }
            told.add(tick.id());
        }
        told.retainAll(due.stream().map(tick -> tick.id()).toList());
        looked = minute;
    }

    private boolean isOurs(ScheduleTicked tick) {
        return !inbox.has(tick.id()) && (!tick.at().isBefore(began) || inbox.isOlderThan(tick.at()));
    }
}
