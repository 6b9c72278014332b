package imagefactory.cli.factory;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The topic of events itself, for when no factory is up: what is sent there is recorded when one comes. */
public final class EventTopic {
    /** Its name. */
    public static final String NAME = "factory.events";

    private static final int PATIENCE = 10_000;

    private final String brokers;

    /** @param brokers Kafka's {@code bootstrap.servers} */
    public EventTopic(String brokers) {
        this.brokers = brokers;
    }

    /**
     * Returns once all in-sync replicas have it, exactly once however often the client had to try; within 10 s.
     *
     * @throws Refused with {@code not-reachable} when Kafka did not take it, with {@code bad-request} for brokers that are none
     */
    public void send(EventFile event) throws Refused, InterruptedException {
        var key = event.subject().getBytes(StandardCharsets.UTF_8);
        try (var producer = new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(NAME, key, event.bytes().array()))
                    .get();
        } catch (ExecutionException e) {
            throw away(e, e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        } catch (KafkaException e) {
            throw new Refused(
                    new Problem(
                            Problem.Code.BAD_REQUEST,
                            "\"" + brokers + "\" cannot be used as Kafka's brokers: "
                                    + (e.getCause() == null
                                            ? e.getMessage()
                                            : e.getCause().getMessage()) + ".",
                            "Write host:port, several with commas."),
                    e);
        }
    }

    private Refused away(Exception fault, @Nullable String what) {
        return new Refused(
                new Problem(
                        Problem.Code.NOT_REACHABLE,
                        "The event was sent to " + NAME + " at " + brokers + " and was not taken: "
                                + String.valueOf(what).replaceFirst("\\.+$", "") + ".",
                        "See whether Kafka is up there and has the topic; ./taskw up starts one on this machine."),
                fault);
    }

    private Map<String, Object> settings() {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                PATIENCE,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PATIENCE / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                PATIENCE,
                ProducerConfig.CLIENT_ID_CONFIG,
                "image-factory");
    }
}
