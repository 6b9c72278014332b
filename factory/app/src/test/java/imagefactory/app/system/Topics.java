package imagefactory.app.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The factory's topics, as others see them. */
final class Topics implements AutoCloseable {
    private static final String EVENTS = "factory.events";
    private static final String RUNS = "factory.runs";

    private final String brokers;
    private final KafkaProducer<String, String> producer;

    Topics(String brokers) {
        this.brokers = brokers;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "linger.ms", 0, "reconnect.backoff.max.ms", 500),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Returns when the broker has it. @return the event */
    String send(String type, String subject, String data) {
        var event = """
                {"specversion":"1.0","type":"io.imagefactory.%s","source":"/test","id":"%s","subject":"%s","data":%s}
                """.formatted(type, UUID.randomUUID(), subject, data);
        send(event);
        return event;
    }

    void send(String event) {
        try {
            producer.send(new ProducerRecord<>(EVENTS, event)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was announced of a run: the milestones, in the order in which each was heard first. */
    List<String> milestones(long run) {
        Map<String, Object> settings = Map.of("bootstrap.servers", brokers, "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partitions = consumer.partitionsFor(RUNS).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var heard = new ArrayList<String>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var each : consumer.poll(Duration.ofMillis(200))) {
                    if (each.key().equals(Long.toString(run))) {
                        heard.add(each.value().replaceAll("(?s).*\"type\":\"io.imagefactory.run.([a-z]+)\".*", "$1"));
                    }
                }
            }
            return heard.stream().distinct().toList();
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
