package imagefactory.app;

import static org.awaitility.Awaitility.await;

import imagefactory.local.Kafka;
import imagefactory.local.Postgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker and a real PostgreSQL for the tests of the routes, which may take either away for a while. */
public class RealServers implements QuarkusTestResourceLifecycleManager {
    static final String TOKEN = "a token of the tests";

    /** Short, so that an outage of seconds shows every way back. */
    private static final Map<String, String> IMPATIENT = Map.of(
            "factory.lease", "3S",
            "factory.again.within", "1S",
            "factory.again.calm", "2S",
            "factory.gc.publications", "1",
            "factory.intake.retries", "3",
            "factory.intake.retry-delay", "200",
            "factory.rest.first", "100MS",
            "factory.rest.longest", "1S");

    private static final String GROUP = "factory";
    private static final int PARTITIONS = 3;

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

    /** Where each partition of the events ends now. */
    Map<TopicPartition, Long> ends() {
        try (var consumer = consumer()) {
            return consumer.endOffsets(partitions());
        }
    }

    /** Has the factory read events from here once more, as after a death between a transaction and its commit. */
    void rewind(CamelContext camel, Map<TopicPartition, Long> offsets) throws Exception {
        camel.getRouteController().stopRoute("intake");
        try (var admin = admin()) {
            var reset = new HashMap<TopicPartition, OffsetAndMetadata>();
            offsets.forEach((partition, offset) -> reset.put(partition, new OffsetAndMetadata(offset)));
            await().ignoreExceptions().until(() -> {
                admin.alterConsumerGroupOffsets(GROUP, reset).all().get();
                return true;
            });
        }
        camel.getRouteController().startRoute("intake");
    }

    boolean committedEverything() throws Exception {
        try (var admin = admin()) {
            var committed = admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return ends().entrySet().stream()
                    .allMatch(end -> Optional.ofNullable(committed.get(end.getKey()))
                            .map(OffsetAndMetadata::offset)
                            .orElse(0L)
                            .equals(end.getValue()));
        }
    }

    /** What the world was told of a run, in the order in which Kafka has it first: it may come more than once. */
    List<String> announced(long run) {
        var told = new ArrayList<String>();
        try (var consumer = consumer()) {
            consumer.assign(IntStream.range(0, PARTITIONS)
                    .mapToObj(number -> new TopicPartition("factory.runs", number))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            await().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (Long.toString(run).equals(record.key())) {
                        told.add(record.value().replaceAll("(?s).*\"type\":\"io.imagefactory.run.([a-z]+)\".*", "$1"));
                    }
                });
                return told.contains("published") || told.contains("failed") || told.contains("skipped");
            });
        }
        return told.stream().distinct().toList();
    }

    private static List<TopicPartition> partitions() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(number -> new TopicPartition("factory.events", number))
                .toList();
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", brokers()));
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
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
