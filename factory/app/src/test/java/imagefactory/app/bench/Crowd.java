package imagefactory.app.bench;

import imagefactory.app.bench.Events.Told;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One image among ten thousand whose runs are open: half of them rest, half wait for another run. */
final class Crowd {
    private static final int RUNS = 10_000;

    private final Premises premises;
    private final Factory factory;
    private final Api api;
    private final Events events;
    private final List<Double> toProcess = new ArrayList<>();

    Crowd(Premises premises, Factory factory, Api api, Events events) {
        this.premises = premises;
        this.factory = factory;
        this.api = api;
        this.events = events;
    }

    void measure(int rounds) throws IOException, SQLException {
        try (var database = DriverManager.getConnection(
                factory.setting("QUARKUS_DATASOURCE_JDBC_URL"),
                factory.setting("QUARKUS_DATASOURCE_USERNAME"),
                factory.setting("QUARKUS_DATASOURCE_PASSWORD"))) {
            gather(database);
            for (int round = 0; round < rounds; round++) {
                build(round);
            }
            leave(database);
        }
    }

    private void build(int round) throws IOException {
        premises.push("crowd " + round + " " + System.nanoTime());
        var since = System.nanoTime();
        var event = events.send("/bench", Told.pushed(premises.repository(), Premises.BRANCH));
        factory.awaitBuilder();
        toProcess.add(Numbers.secondsSince(since));
        api.over(event);
    }

    private static void gather(Connection database) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute("""
                    insert into run (image, reasons, not_before, waits)
                    select 'crowd-' || number, '[]', now() + number %% 2 * interval '1 hour', (number + 1) %% 2
                    from generate_series(1, %d) as number
                    """.formatted(RUNS));
            statement.execute("analyze run");
        }
    }

    private static void leave(Connection database) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute("delete from run where image like 'crowd-%'");
        }
    }

    List<Figure> figures() {
        return List.of(
                Figure.of(
                                "event to build, 10,000 open runs, p99",
                                "s",
                                "as above while 10,000 other runs rest or wait; the slowest of all is expected within it",
                                List.of(toProcess.stream().max(Double::compare).orElseThrow()))
                        .atMost(5),
                Figure.of("event to build, 10,000 open runs", "s", "the same, each", toProcess));
    }
}
