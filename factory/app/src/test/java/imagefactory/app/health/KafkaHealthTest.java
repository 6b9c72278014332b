package imagefactory.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.local.Kafka;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker. */
class KafkaHealthTest {
    @TempDir
    Path folder;

    @Test
    void aBrokerWithoutTheTopicOfEventsIsNotEnough() throws Exception {
        var kafka = Kafka.start(folder);
        var well = new KafkaHealth(kafka.brokers(), "factory.events");
        var bare = new KafkaHealth(kafka.brokers(), "nobodys.events");
        try {
            assertThat(well.call().getStatus()).isEqualTo(Status.UP);
            assertThat(bare.call().getStatus()).isEqualTo(Status.DOWN);
            assertThat(bare.call().getData())
                    .contains(
                            Map.of(
                                    "brokers",
                                    kafka.brokers(),
                                    "because",
                                    "There is no topic nobodys.events. Make the three that deploy/kubernetes/README.md names."));
        } finally {
            well.close();
            bare.close();
            kafka.stop();
        }
    }
}
