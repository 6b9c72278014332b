package imagefactory.app.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends events through Kafka, as a forge or a registry would. */
final class Events implements AutoCloseable {
    private static final String TOPIC = "factory.events";

    private final ObjectMapper json = new ObjectMapper();
    private final Producer<String, byte[]> producer;

    Events(String brokers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all", "enable.idempotence", true),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.partitionsFor(TOPIC); // connects, so that the first event is no slower than the others
    }

    /** A fact to tell: what happened to what. */
    record Told(String type, String subject, Map<String, Object> data) {
        static Told pushed(String repository, String branch) {
            return new Told("source-pushed", repository, Map.of("branch", branch));
        }

        static Told asked(String image) {
            return new Told("rebuild-requested", image, Map.of("by", "bench", "why", "it is measured"));
        }

        static Told ticked(String schedule) {
            return new Told("schedule-ticked", schedule, Map.of());
        }
    }

    /** @return the event's id */
    String send(String source, Told told) {
        var id = UUID.randomUUID().toString();
        var _ = producer.send(new ProducerRecord<>(TOPIC, bytes(id, source, told)));
        return id;
    }

    void flush() {
        producer.flush();
    }

    private byte[] bytes(String id, String source, Told told) {
        var event = new LinkedHashMap<String, Object>();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", source);
        event.put("type", "io.imagefactory." + told.type());
        event.put("subject", told.subject());
        event.put("time", Instant.now().toString());
        event.put("datacontenttype", "application/json");
        event.put("data", told.data());
        try {
            return json.writeValueAsString(event).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
