package imagefactory.app.store;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import imagefactory.core.build.BuildReason;
import imagefactory.core.build.Cause;
import imagefactory.core.event.EventId;
import imagefactory.local.Postgres;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.BeforeEach;

/** A real PostgreSQL that no factory works on; it ends with the tests' process. */
abstract class OwnPostgres {
    static final Json JSON = new Json(new ObjectMapper()
            .registerModules(new Jdk8Module(), new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));
    static final Announcements ANNOUNCEMENTS = new Announcements(JSON, Clock.systemUTC());
    static final Jdbi DATABASE = started();
    static final Duration CALM = Duration.ofMinutes(1);

    /** Nothing that a test does takes so long. */
    private static final Duration YOUNG = Duration.ofSeconds(30);

    private static final Instant RECEIVED = Instant.parse("2027-03-01T09:40:31Z");

    private static Jdbi started() {
        try {
            var server = Postgres.start(Files.createTempDirectory("own-postgres"));
            Flyway.configure()
                    .dataSource(server.jdbcUrl(), server.user(), server.password())
                    .load()
                    .migrate();
            return Jdbi.create(pool(server)).installPlugin(new PostgresPlugin());
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AgroalDataSource pool(Postgres server) throws IOException, SQLException {
        var user = new NamePrincipal(server.user());
        var password = new SimplePassword(server.password());
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(30)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(server.jdbcUrl())
                                .principal(user)
                                .credential(password))));
    }

    @BeforeEach
    final void forget() {
        DATABASE.useHandle(
                handle -> handle.execute(
                        "truncate event, plan, run, build, published, base_seen, kept, outbox, stage_log, decision, dead_letter, shape, catalog, enrolled cascade"));
    }

    static RunRows store(Duration lease) {
        return new RunRows(DATABASE, JSON, ANNOUNCEMENTS, new RunRows.Times(lease, YOUNG, CALM));
    }

    static long count(String sql, Object... values) {
        return DATABASE.withHandle(
                handle -> handle.select(sql, values).mapTo(long.class).one());
    }

    static OpenRuns.Opened open(String image, Cause cause) {
        return open(image, cause, Duration.ZERO);
    }

    static OpenRuns.Opened open(String image, Cause cause, Duration rest) {
        return DATABASE.inTransaction(
                tx -> OpenRuns.open(tx, JSON, new OpenRuns.Opening(image, cause, rest), Optional.empty()));
    }

    static Cause cause(String why) {
        return new Cause(new EventId("/test", why), RECEIVED, new BuildReason.SourceChanged(Optional.empty(), why));
    }

    static <T> List<T> atOnce(int threads, Task<T> task) throws Exception {
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var results = new ArrayList<T>();
            var tasks = IntStream.range(0, threads)
                    .mapToObj(i -> (Callable<T>) () -> task.run(i))
                    .toList();
            for (var one : pool.invokeAll(tasks)) {
                results.add(one.get());
            }
            return results;
        }
    }

    /** What is done by one of many threads. */
    @FunctionalInterface
    interface Task<T> {
        T run(int number) throws Exception;
    }
}
