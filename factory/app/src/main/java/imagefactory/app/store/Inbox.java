package imagefactory.app.store;

import imagefactory.core.event.EventId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Events and dead letters, each once however often they come. */
@Singleton
public final class Inbox {
    private static final String DEAD_LETTERS = "factory.dead-letters";

    /** With what is around it in base64, an announcement stays below the 1 MiB that Kafka takes. */
    private static final int MOST_ANNOUNCED = 512 * 1024;

    private final Jdbi database;
    private final Json json;

    Inbox(Jdbi database, Json json) {
        this.database = database;
        this.json = json;
    }

    /** An event as it is kept: what it is recognised by, and the CloudEvent as it came. */
    public record Row(String source, String id, String type, String subject, String body) {}

    /** An event that no plan holds yet. */
    public record Unplanned(Row event, Instant received) {}

    /** What could not be read, and why. */
    public record DeadLetter(Received received, String problem) {}

    public void record(List<Row> events, List<DeadLetter> dead) {
        database.useTransaction(tx -> {
            tx.createUpdate("""
                            insert into event (source, id, type, subject, body)
                            select * from unnest(:sources, :ids, :types, :subjects, :bodies)
                            on conflict do nothing
                            """)
                    .bindArray("sources", String.class, column(events, Row::source))
                    .bindArray("ids", String.class, column(events, Row::id))
                    .bindArray("types", String.class, column(events, Row::type))
                    .bindArray("subjects", String.class, column(events, Row::subject))
                    .bindArray("bodies", String.class, column(events, Row::body))
                    .execute();
            dead.forEach(letter -> bury(tx, letter));
            tx.execute("select pg_notify('plan', '')");
        });
    }

    /** Whether this event was recorded, and is not forgotten yet. */
    public boolean has(EventId event) {
        return database.withHandle(handle -> handle.select(
                        "select exists (select from event where source = ? and id = ?)", event.source(), event.id())
                .mapTo(boolean.class)
                .one());
    }

    /** Whether anything was recorded before this time, that is still known. */
    public boolean isOlderThan(Instant time) {
        return database.withHandle(handle -> handle.select("select exists (select from event where received < ?)", time)
                .mapTo(boolean.class)
                .one());
    }

    /** Events that no plan holds yet, the oldest first. */
    public List<Unplanned> unplanned(int limit) {
        return database.withHandle(handle -> handle.createQuery("""
                        select source, id, type, subject, body, received from event
                        where planned is null order by received limit :limit
                        """)
                .bind("limit", limit)
                .map((row, _) -> new Unplanned(
                        new Row(
                                row.getString("source"),
                                row.getString("id"),
                                row.getString("type"),
                                row.getString("subject"),
                                row.getString("body")),
                        row.getTimestamp("received").toInstant()))
                .list());
    }

    private void bury(Handle tx, DeadLetter letter) {
        var buried = tx.createUpdate("""
                        insert into dead_letter (topic, partition, "offset", bytes, problem)
                        values (:topic, :partition, :offset, :bytes, :problem) on conflict do nothing
                        """)
                .bind("topic", letter.received().topic())
                .bind("partition", letter.received().partition())
                .bind("offset", letter.received().offset())
                .bind("bytes", letter.received().bytes())
                .bind("problem", letter.problem().replace('\0', ' '))
                .execute();
        if (buried > 0) {
            announce(tx, letter);
        }
    }

    private void announce(Handle tx, DeadLetter letter) {
        var received = letter.received();
        var told = new TreeMap<String, Object>(Map.of(
                "topic", received.topic(),
                "partition", received.partition(),
                "offset", received.offset(),
                "problem", letter.problem()));
        var bytes = received.bytes();
        if (bytes != null && bytes.length <= MOST_ANNOUNCED) {
            told.put("bytes", bytes);
        }
        tx.createUpdate("insert into outbox (topic, key, body) values (:topic, :key, :body)")
                .bind("topic", DEAD_LETTERS)
                .bind("key", received.topic() + "-" + received.partition() + "-" + received.offset())
                .bind("body", json.write(told))
                .execute();
    }

    private static List<String> column(List<Row> events, Function<Row, String> column) {
        return events.stream().map(column).toList();
    }
}
