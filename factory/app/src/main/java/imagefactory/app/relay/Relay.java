package imagefactory.app.relay;

import imagefactory.app.store.Outbox;
import imagefactory.app.store.Outbox.Row;
import imagefactory.core.outcome.Unavailable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Outbox rows to topics: in order per image, at least once. */
public final class Relay {
    private static final int BATCH = 500;

    private final Outbox outbox;
    private final Producer<byte[], byte[]> producer;

    public Relay(Outbox outbox, Producer<byte[], byte[]> producer) {
        this.outbox = outbox;
        this.producer = producer;
    }

    public void relay() throws Unavailable {
        var passed = BATCH;
        while (passed == BATCH) {
            passed = outbox.pass(BATCH, this::send);
        }
    }

    private void send(List<Row> rows) throws Unavailable {
        try {
            var sent = new ArrayList<Future<RecordMetadata>>();
            for (var row : rows) {
                sent.add(begin(row));
            }
            producer.flush();
            for (var one : sent) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while announcing", e);
        } catch (ExecutionException e) {
            throw new Unavailable("Kafka did not take an announcement: " + e.getCause(), e);
        }
    }

    /** One that is refused at once ends the batch: what comes after it in the outbox must not overtake it. */
    private Future<RecordMetadata> begin(Row row) throws InterruptedException, ExecutionException {
        var one = producer.send(new ProducerRecord<>(row.topic(), bytes(row.key()), bytes(row.body())));
        if (one.isDone()) {
            one.get();
        }
        return one;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
