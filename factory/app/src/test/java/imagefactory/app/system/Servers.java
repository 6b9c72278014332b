package imagefactory.app.system;

import imagefactory.local.Kafka;
import imagefactory.local.Postgres;
import java.io.IOException;
import java.nio.file.Path;

/** A real Kafka and a real PostgreSQL, either of which may go away and come back as it was. */
final class Servers implements AutoCloseable {
    private final Path folder;
    private Kafka kafka;
    private Postgres postgres;

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

    void kafkaGoesAway() {
        kafka.kill();
    }

    void kafkaComesBack() throws IOException {
        kafka = Kafka.start(folder);
    }

    void postgresGoesAway() {
        postgres.kill();
    }

    void postgresComesBack() throws IOException {
        postgres = Postgres.start(folder);
    }

    @Override
    public void close() {
        postgres.kill();
        kafka.kill();
    }
}
