package imagefactory.app;

import imagefactory.local.Kafka;
import imagefactory.local.Postgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker and a real PostgreSQL for the tests of the routes, which may take either away for a while. */
public class RealServers implements QuarkusTestResourceLifecycleManager {
    private static Optional<RealServers> running = Optional.empty();

    private final Path folder = folder();
    private Optional<Kafka> kafka = Optional.empty();
    private Optional<Postgres> postgres = Optional.empty();
    private Optional<KafkaProducer<String, String>> producer = Optional.empty();

    static RealServers running() {
        return running.orElseThrow();
    }

    @Override
    public Map<String, String> start() {
        running = Optional.of(this);
        try {
            kafka = Optional.of(Kafka.start(folder.resolve("kafka")));
            postgresUp();
            var server = postgres.orElseThrow();
            return Map.of(
                    "factory.brokers", brokers(),
                    "factory.catalog", catalog(folder).toString(),
                    "quarkus.datasource.jdbc.url", server.jdbcUrl(),
                    "quarkus.datasource.username", server.user(),
                    "quarkus.datasource.password", server.password());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        producer.ifPresent(KafkaProducer::close);
        postgres.ifPresent(Postgres::stop);
        kafka.ifPresent(Kafka::stop);
    }

    void postgresUp() {
        try {
            postgres = Optional.of(Postgres.start(folder.resolve("postgres")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void postgresDown() {
        postgres.orElseThrow().stop();
    }

    String brokers() {
        return kafka.orElseThrow().brokers();
    }

    void send(List<String> events) {
        if (producer.isEmpty()) {
            Map<String, Object> settings = Map.of("bootstrap.servers", brokers(), "linger.ms", 0);
            producer = Optional.of(new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer()));
        }
        try {
            for (var event : events) {
                producer.orElseThrow()
                        .send(new ProducerRecord<>("factory.events", event))
                        .get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    Path catalog() {
        return folder.resolve("images.yaml");
    }

    private static Path catalog(Path folder) throws IOException {
        return Files.writeString(folder.resolve("images.yaml"), TestCatalog.YAML);
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("servers");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
