package imagefactory.app.relay;

import imagefactory.core.outcome.Unavailable;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts one event into Kafka and waits until it is there. */
@jakarta.inject.Singleton
public final class Sender {
    private final Producer<byte[], byte[]> producer;

    Sender(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    public void send(String topic, String key, byte[] body) throws Unavailable {
        try {
            producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), body))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while sending", e);
        } catch (ExecutionException e) {
            throw new Unavailable("Kafka did not take the event: " + e.getCause(), e);
        }
    }
}
