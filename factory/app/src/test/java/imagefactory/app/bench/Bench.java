package imagefactory.app.bench;

import imagefactory.app.store.OwnRows;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Takes all figures of the factory that deploy/local/bench/bench has put up: {@code Bench CLONE STATE REPORT.json}. */
public final class Bench {
    private static final int ROUNDS = 5;
    private static final int STARTS = 3;
    private static final int EMULATED = 2;
    private static final int CROWDED = 10;

    private Bench() {}

    public static void main(String... args) throws IOException, SQLException {
        var premises = Premises.of(Path.of(args[0]), Path.of(args[1]));
        var report = new Report();
        try (var api = new Api(premises.factoryUrl())) {
            measure(premises, api, report);
        }
        report.print(System.out);
        report.write(Path.of(args[2]));
    }

    private static void measure(Premises premises, Api api, Report report) throws IOException, SQLException {
        var factory = Factory.runningIn(premises.state());
        if (!factory.cached()) {
            throw new IllegalStateException("the factory runs without an AOT cache; type factory train");
        }
        var starts = new Starts(factory, api);
        starts.measure(STARTS);
        try (var events = new Events(factory.setting("FACTORY_BROKERS"))) {
            var builds = new Builds(premises, factory, api, events);
            var burst = new Burst(factory, events);
            builds.measure(ROUNDS);
            builds.measureBoth(EMULATED);
            burst.measure(STARTS);
            var crowd = new Crowd(premises, factory, api, events);
            crowd.measure(CROWDED);
            report.addAll(builds.figures());
            report.addAll(burst.figures());
            report.addAll(crowd.figures());
        }
        var advances = new Advances(new OwnRows.Login(
                factory.setting("QUARKUS_DATASOURCE_JDBC_URL"),
                factory.setting("QUARKUS_DATASOURCE_USERNAME"),
                factory.setting("QUARKUS_DATASOURCE_PASSWORD")));
        advances.measure(STARTS);
        report.addAll(advances.figures());
        var decisions = new Decisions();
        decisions.measure(ROUNDS);
        report.addAll(decisions.figures());
        report.addAll(starts.figures());
        var looks = new Looks();
        looks.measure(STARTS);
        report.addAll(looks.figures());
        report.addAll(new Jobs(premises.project()).figures());
    }
}
