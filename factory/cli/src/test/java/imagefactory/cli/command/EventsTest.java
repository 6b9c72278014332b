package imagefactory.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.PlayedFactory;
import imagefactory.cli.Typed;
import imagefactory.cli.factory.FactoryJson;
import imagefactory.local.Kafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/t\",\"type\":\"io.imagefactory.source-pushed\",\"subject\":\"file:///a\",\"data\":{}}";

    @TempDir
    Path folder;

    @Test
    void eventGoesToTheFactoryAsItWasWritten() throws Exception {
        try (var factory = new PlayedFactory()) {
            factory.answers("POST /events", "{\"event\":\"1\"}");

            var ended =
                    new Typed().with("FACTORY_URL", factory.url()).input(EVENT).type("event", "send", "-");

            assertThat(ended).isEqualTo(new Typed.Ended(0, "event 1\n", ""));
            assertThat(factory.asked().getFirst().body()).isEqualTo(EVENT);
        }
    }

    @Test
    void tickOfAScheduleIsNamedByTheTimeThatItWasDue() throws Exception {
        try (var factory = new PlayedFactory()) {
            factory.answers("POST /events", "{\"event\":\"x\"}");

            new Typed()
                    .with("FACTORY_URL", factory.url())
                    .type("event", "schedule", "nightly", "--due", "2026-11-21T02:00:00Z");

            assertThat(factory.asked().getFirst().body())
                    .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"nightly@2026-11-21T02:00:00Z\","
                            + "\"source\":\"/image-factory/schedule\",\"type\":\"io.imagefactory.schedule-ticked\","
                            + "\"subject\":\"nightly\",\"time\":\"2026-11-21T09:45:00Z\","
                            + "\"datacontenttype\":\"application/json\",\"data\":{}}");
        }
    }

    @Test
    void tickOfACronJobIsNamedLikeItsJob() throws Exception {
        try (var factory = new PlayedFactory()) {
            factory.answers("POST /events", "{\"event\":\"x\"}");

            new Typed()
                    .with("FACTORY_URL", factory.url())
                    .type("event", "schedule", "nightly", "--id", "nightly-29401");

            assertThat(factory.asked().getFirst().body()).contains("\"id\":\"nightly-29401\"");
        }
    }

    @Test
    void oneTickHasOneName() {
        var ended = new Typed().type("event", "schedule", "nightly", "--id", "a", "--due", "2026-11-21T02:00:00Z");

        assertThat(ended)
                .isEqualTo(new Typed.Ended(
                        2,
                        "",
                        "bad-request: --due and --id both say when one tick is the other.\n  Give one of them.\n"));
    }

    @Test
    void waitingTellsWhatTheEventCausedAndWhatItLeftAlone() throws Exception {
        try (var factory = new PlayedFactory()) {
            factory.answers("POST /events", "{\"event\":\"1\"}")
                    .answers("GET /events/1", """
                            {"id":"1","plan":3,"runs":[19],"skipped":[{"image":"portal","event":{},"because":"nothing changed","stale":false}]}
                            """)
                    .answers("GET /runs/19", FactoryJson.refused());
            var typed = new Typed().with("FACTORY_URL", factory.url()).input(EVENT);

            var ended = typed.type("event", "send", "-", "--wait");

            assertThat(ended.code()).isEqualTo(4);
            assertThat(ended.out())
                    .startsWith("legacy  build ✓ amd64 ✓ arm64   scan ✗\n")
                    .endsWith("\nportal\n  skipped: nothing changed\n");
        }
    }

    @Test
    void eventThatTouchesNothingSaysSo() throws Exception {
        try (var factory = new PlayedFactory()) {
            factory.answers("POST /events", "{\"event\":\"1\"}")
                    .answers("GET /events/1", "{\"id\":\"1\",\"plan\":3,\"runs\":[],\"skipped\":[]}");

            var ended =
                    new Typed().with("FACTORY_URL", factory.url()).input(EVENT).type("event", "send", "-", "--wait");

            assertThat(ended).isEqualTo(new Typed.Ended(0, "file:///a\n  no image is touched by it\n", ""));
        }
    }

    @Test
    void kafkaTakesEventsWithTheirSubjectAsKey() throws Exception {
        try (var kafka = Kafka.start(folder)) {
            var typed = new Typed().with("FACTORY_BROKERS", kafka.brokers()).input(EVENT);
            assertThat(typed.type("event", "send", "--kafka", "-").out()).isEqualTo("event 1\n");
            var tick = new Typed().type("event", "schedule", "--kafka", kafka.brokers(), "--json");

            assertThat(tick.code()).isZero();
            assertThat(tick.out()).startsWith("{\"events\":[{\"event\":\"").endsWith("\",\"subject\":\"all\"}]}\n");
            var records = read(kafka.brokers());
            assertThat(records).extracting(ConsumerRecord::key).containsExactlyInAnyOrder("file:///a", "all");
            assertThat(records).extracting(ConsumerRecord::value).contains(EVENT);
        }
    }

    @Test
    void kafkaThatIsNotThereIsToldWithItsAddress() {
        var ended = new Typed().input(EVENT).type("event", "send", "-", "--kafka=127.0.0.1:1");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err())
                .startsWith("not-reachable: The event was sent to factory.events at 127.0.0.1:1 and was not taken: ")
                .endsWith(
                        "  See whether Kafka is up there and has the topic; ./taskw up starts one on this machine.\n");
    }

    @Test
    void whatIsNoEventIsNotSent() {
        var ended = new Typed().input(EVENT.replace("subject", "object")).type("event", "send", "-", "--kafka");

        assertThat(ended).isEqualTo(new Typed.Ended(1, "", """
                event-unreadable: - cannot be sent: it has no subject.
                  Write a CloudEvent 1.0 in structured JSON with specversion, id, source, type and subject.
                """));
    }

    private static List<ConsumerRecord<String, String>> read(String brokers) {
        var records = new ArrayList<ConsumerRecord<String, String>>();
        var settings = Map.<String, Object>of("bootstrap.servers", brokers);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partitions = consumer.partitionsFor("factory.events").stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (records.size() < 2) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
        }
        return records;
    }
}
