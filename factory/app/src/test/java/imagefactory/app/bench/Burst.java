package imagefactory.app.bench;

import imagefactory.app.bench.Events.Told;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Many events at once, for a schedule that no image is enrolled for. */
final class Burst {
    private static final int EVENTS = 20_000;
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration BETWEEN = Duration.ofMillis(10);

    private final Factory factory;
    private final Events events;
    private final List<Double> recorded = new ArrayList<>();
    private final List<Double> planned = new ArrayList<>();

    Burst(Factory factory, Events events) {
        this.factory = factory;
        this.events = events;
    }

    void measure(int rounds) throws IOException, SQLException {
        try (var database = DriverManager.getConnection(
                factory.setting("QUARKUS_DATASOURCE_JDBC_URL"),
                factory.setting("QUARKUS_DATASOURCE_USERNAME"),
                factory.setting("QUARKUS_DATASOURCE_PASSWORD"))) {
            for (int round = 0; round < rounds; round++) {
                measure(database, "/bench/burst/" + System.nanoTime());
            }
        }
    }

    private void measure(Connection database, String source) throws IOException {
        var since = System.nanoTime();
        for (int sent = 0; sent < EVENTS; sent++) {
            events.send(source, Told.ticked("nobody-is-enrolled-for-this"));
        }
        events.flush();
        await(database, "all events of " + source, source, "");
        recorded.add(EVENTS / Numbers.secondsSince(since));
        await(database, "the plans of " + source, source, " and planned is not null");
        planned.add(EVENTS / Numbers.secondsSince(since));
    }

    private static void await(Connection database, String what, String source, String and) throws IOException {
        Patience.until(
                what,
                LONGEST,
                BETWEEN,
                () -> count(database, source, and) == EVENTS ? Optional.of(true) : Optional.empty());
    }

    private static int count(Connection database, String source, String and) throws IOException {
        try (var query = database.prepareStatement("select count(*) from event where source = ?" + and)) {
            query.setString(1, source);
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    List<Figure> figures() {
        return List.of(
                Figure.of("events recorded", "1/s", "20,000 sent to Kafka at once, until all are rows", recorded)
                        .atLeast(5000),
                Figure.of("events planned", "1/s", "the same, until each belongs to a plan", planned));
    }
}
