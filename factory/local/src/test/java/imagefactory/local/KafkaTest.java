package imagefactory.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaTest {
    @TempDir
    Path directory;

    @Test
    void hasTheTopicsOfTheFactory() throws Exception {
        try (var kafka = Kafka.start(directory);
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()))) {
            var topics = admin.describeTopics(List.of("factory.events", "factory.runs", "factory.dead-letters"))
                    .allTopicNames()
                    .get();
            var runs = new ConfigResource(ConfigResource.Type.TOPIC, "factory.runs");
            var settings = admin.describeConfigs(List.of(runs)).all().get().get(runs);

            assertThat(topics.get("factory.events").partitions()).hasSize(3);
            assertThat(topics.get("factory.dead-letters").partitions()).hasSize(1);
            assertThat(settings.get("cleanup.policy").value()).isEqualTo("compact");
        }
    }

    @Test
    void keepsRecordsAndPortFromStartToStart() throws Exception {
        final int port;
        try (var kafka = Kafka.start(directory)) {
            port = kafka.port();
            send(kafka, "kept");
            kafka.stop();
            assertThat(kafka.ended().join()).isEqualTo(143);
        }

        try (var kafka = Kafka.start(directory)) {
            assertThat(kafka.port()).isEqualTo(port);
            assertThat(read(kafka)).containsExactly("kept");
        }
    }

    @Test
    void killedOneLosesNothingThatWasAcknowledged() throws Exception {
        try (var kafka = Kafka.start(directory)) {
            send(kafka, "acknowledged");
            kafka.kill();
        }

        try (var kafka = Kafka.start(directory)) {
            assertThat(read(kafka)).containsExactly("acknowledged");
        }
    }

    @Test
    void movesToAnotherPortWhenItsOwnIsTakenAndRefusesASecondOnItsFolder() throws Exception {
        Files.createDirectories(directory.resolve("kafka"));
        try (var squatter = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(directory.resolve("kafka/ports"), squatter.getLocalPort() + "\n");

            try (var kafka = Kafka.start(directory)) {
                assertThat(kafka.port()).isNotEqualTo(squatter.getLocalPort());
                assertThatThrownBy(() -> Kafka.start(directory))
                        .isInstanceOf(NotStarted.class)
                        .hasMessageStartingWith(directory.resolve("kafka") + " is in use by another process");
            }
        }
    }

    private static void send(Kafka kafka, String value) throws Exception {
        var settings = Map.<String, Object>of("bootstrap.servers", kafka.brokers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("factory.events", "key", value)).get(20, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(Kafka kafka) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", kafka.brokers(), "group.id", "reader", "auto.offset.reset", "earliest");
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("factory.events"));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(100))
                        .forEach((ConsumerRecord<String, String> r) -> values.add(r.value()));
                return !values.isEmpty();
            });
        }
        return values;
    }
}
