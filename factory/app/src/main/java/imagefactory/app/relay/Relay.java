package imagefactory.app.relay;

import imagefactory.app.store.Outbox;
import imagefactory.app.store.Outbox.Row;
import imagefactory.core.outcome.Unavailable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

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

    /** What has one key goes one after the other: of a batch that is under way when Kafka goes away, any part may arrive. */
    private void send(List<Row> rows) throws Unavailable {
        var waiting = new LinkedHashMap<String, Deque<Row>>();
        rows.forEach(row ->
                waiting.computeIfAbsent(row.key(), _ -> new ArrayDeque<>()).add(row));
        while (!waiting.isEmpty()) {
            sendTogether(waiting.values().stream().map(Deque::remove).toList());
            waiting.values().removeIf(Deque::isEmpty);
        }
    }

    private void sendTogether(List<Row> rows) throws Unavailable {
        var sent = rows.stream()
                .map(row -> producer.send(new ProducerRecord<>(row.topic(), bytes(row.key()), bytes(row.body()))))
                .toList();
        producer.flush();
        try {
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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
