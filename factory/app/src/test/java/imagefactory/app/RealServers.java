package imagefactory.app;

import imagefactory.local.Kafka;
import imagefactory.local.Postgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker and a real PostgreSQL for the tests of the routes, which may take either away for a while. */
public class RealServers implements QuarkusTestResourceLifecycleManager {
    static final String TOKEN = "a token of the tests";

    /** Short, so that an outage of seconds shows every way back. */
    private static final Map<String, String> IMPATIENT = Map.of(
            "factory.lease", "3S",
            "factory.intake.retries", "3",
            "factory.intake.retry-delay", "200",
            "factory.rest.first", "100MS",
            "factory.rest.longest", "1S");

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
        kafkaUp();
        postgresUp();
        var server = postgres.orElseThrow();
        try {
            var settings = new HashMap<>(IMPATIENT);
            settings.put("factory.brokers", brokers());
            settings.put(
                    "factory.catalog", file("images.yaml", TestCatalog.YAML).toString());
            settings.put("factory.http.token", file("token", TOKEN + "\n").toString());
            settings.put("quarkus.datasource.jdbc.url", server.jdbcUrl());
            settings.put("quarkus.datasource.username", server.user());
            settings.put("quarkus.datasource.password", server.password());
            return settings;
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

    final void postgresUp() {
        try {
            postgres = Optional.of(Postgres.start(folder.resolve("postgres")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void postgresDown() {
        postgres.orElseThrow().stop();
    }

    final void kafkaUp() {
        try {
            kafka = Optional.of(Kafka.start(folder.resolve("kafka")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kafkaDown() {
        kafka.orElseThrow().stop();
    }

    final String brokers() {
        return kafka.orElseThrow().brokers();
    }

    void send(List<String> events) {
        if (producer.isEmpty()) {
            Map<String, Object> settings = Map.of("bootstrap.servers", brokers(), "linger.ms", 0);
            producer = Optional.of(new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer()));
        }
        try {
            var sent = events.stream()
                    .map(event -> producer.orElseThrow().send(new ProducerRecord<>("factory.events", event)))
                    .toList();
            for (var one : sent) {
                one.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    Path catalog() {
        return folder.resolve("images.yaml");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("servers");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
