package imagefactory.app.store;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.graph.Node;
import imagefactory.core.plan.Plan;
import imagefactory.core.run.RunStore;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The factory's rows in a database of a measurement's own, on the factory's PostgreSQL. */
public final class OwnRows implements AutoCloseable {
    private static final int CONNECTIONS = 30;

    private final AgroalDataSource pool;
    private final Jdbi database;
    private final Inbox inbox;
    private final Plans plans;
    private final RunStore runs;

    private OwnRows(AgroalDataSource pool) {
        this.pool = pool;
        database = Jdbi.create(pool).installPlugin(new PostgresPlugin());
        var json = new Json(new ObjectMapper()
                .registerModules(new Jdk8Module(), new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));
        var announcements = new Announcements(json, Clock.systemUTC());
        inbox = new Inbox(database, json);
        plans = new Plans(database, json, announcements);
        runs = new RunRows(
                database,
                json,
                announcements,
                new RunRows.Times(Duration.ofMinutes(1), Duration.ofSeconds(2), Duration.ofMinutes(1)));
    }

    /** Where PostgreSQL is and who may come in. */
    public record Login(String url, String user, String password) {
        private String to(String name) {
            return url.replaceAll("/[^/?]*(\\?.*)?$", "/" + name);
        }
    }

    /** A new database beside the factory's. */
    public static OwnRows create(Login login) throws SQLException {
        var name = "bench_" + System.nanoTime();
        try (var connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        var url = login.to(name);
        Flyway.configure()
                .dataSource(url, login.user(), login.password())
                .load()
                .migrate();
        return new OwnRows(AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(CONNECTIONS)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url)
                                .principal(new NamePrincipal(login.user()))
                                .credential(new SimplePassword(login.password()))))));
    }

    /** Says on what the images are built, as looks at their sources would. */
    public void shapes(Catalog catalog, Collection<Node> nodes) {
        new ShapeRows(database).save(catalog, nodes);
    }

    public RunStore runs() {
        return runs;
    }

    /** Records an event of this id and saves a plan for it. */
    public void plan(String event, Plan plan) {
        inbox.record(List.of(new Inbox.Row("/bench", event, "t", "s", "{}")), List.of());
        plans.save(inbox.unplanned(1), plan);
    }

    @Override
    public void close() {
        pool.close();
    }
}
