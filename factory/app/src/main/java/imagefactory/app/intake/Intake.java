package imagefactory.app.intake;

import imagefactory.app.store.Inbox;
import imagefactory.app.store.Inbox.DeadLetter;
import imagefactory.app.store.Inbox.Row;
import imagefactory.app.store.Received;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Records a poll: what can be read as events, the rest as dead letters, in one transaction. No other I/O. */
@Singleton
public final class Intake {
    private final EventJson events;
    private final Inbox inbox;

    Intake(EventJson events, Inbox inbox) {
        this.events = events;
        this.inbox = inbox;
    }

    public void record(List<Received> poll) {
        var rows = new ArrayList<Row>(poll.size());
        var dead = new ArrayList<DeadLetter>();
        for (var received : poll) {
            try {
                rows.add(row(received));
            } catch (IllegalArgumentException e) {
                dead.add(new DeadLetter(received, String.valueOf(e.getMessage())));
            }
        }
        inbox.record(rows, dead);
    }

    private Row row(Received received) {
        var bytes = received.bytes();
        if (bytes == null) {
            throw new IllegalArgumentException("the record has no value");
        }
        var decoded = events.decode(bytes);
        var id = decoded.event().id();
        return new Row(id.source(), id.id(), decoded.type(), decoded.subject(), decoded.body());
    }
}
