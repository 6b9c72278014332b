package imagefactory.app.system;

import imagefactory.local.Kafka;
import imagefactory.local.Postgres;
import java.io.IOException;
import java.nio.file.Path;

/** A real Kafka and a real PostgreSQL, either of which may go away by {@code kill -9} and come back as it was. */
final class Servers implements AutoCloseable {
    private final Path folder;
    private Kafka kafka;
    private Postgres postgres;
    private boolean kafkaIsAway;
    private boolean postgresIsAway;

    Servers(Path folder) throws IOException {
        this.folder = folder;
        kafka = Kafka.start(folder);
        postgres = Postgres.start(folder);
    }

    String brokers() {
        return kafka.brokers();
    }

    Books books() throws IOException {
        return new Books(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    synchronized void kafkaGoesAway() {
        kafka.kill();
        kafkaIsAway = true;
    }

    synchronized void postgresGoesAway() {
        postgres.kill();
        postgresIsAway = true;
    }

    synchronized void comeBack() throws IOException {
        if (kafkaIsAway) {
            kafka = Kafka.start(folder);
            kafkaIsAway = false;
        }
        if (postgresIsAway) {
            postgres = Postgres.start(folder);
            postgresIsAway = false;
        }
    }

    @Override
    public void close() {
        postgres.kill();
        kafka.kill();
    }
}
