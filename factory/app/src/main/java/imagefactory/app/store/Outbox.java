package imagefactory.app.store;

import imagefactory.core.outcome.Unavailable;
import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** What is to be announced, in order. */
@Singleton
public final class Outbox {
    private static final long ONE_RELAY_AT_A_TIME = 0x72656c61;

    private final Jdbi database;

    Outbox(Jdbi database) {
        this.database = database;
    }

    /** One announcement. */
    public record Row(long id, String topic, String key, String body) {}

    /** Takes announcements; whatever it does not throw for has arrived. */
    @FunctionalInterface
    public interface Recipient {
        void take(List<Row> rows) throws Unavailable;
    }

    /** Passes on the oldest rows, unless another replica is at it. @return how many; the same come again after a fault */
    public int pass(int limit, Recipient recipient) throws Unavailable {
        return database.inTransaction(tx -> {
            var ours = tx.select("select pg_try_advisory_xact_lock(?)", ONE_RELAY_AT_A_TIME);
            if (!ours.mapTo(boolean.class).one()) {
                return 0;
            }
            var rows = tx.select(
                            "select id, topic, key, body from outbox where sent is null order by id limit ?", limit)
                    .map((row, _) -> new Row(
                            row.getLong("id"), row.getString("topic"), row.getString("key"), row.getString("body")))
                    .list();
            recipient.take(rows);
            tx.createUpdate("update outbox set sent = now() where id = any(:ids)")
                    .bindArray("ids", Long.class, rows.stream().map(Row::id).toList())
                    .execute();
            return rows.size();
        });
    }
}
