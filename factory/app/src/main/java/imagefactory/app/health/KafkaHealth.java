package imagefactory.app.health;

import imagefactory.app.config.FactoryConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Not ready while Kafka does not answer, or lacks the topic of events: none could be taken. */
@Readiness
@Singleton
public final class KafkaHealth implements HealthCheck {
    private static final int PATIENCE_MILLIS = 2000;
    private static final String EVENTS = "factory.events";

    private final Admin kafka;
    private final String brokers;
    private final String topic;

    @Inject
    KafkaHealth(FactoryConfig config) {
        this(config.brokers(), EVENTS);
    }

    KafkaHealth(String brokers, String topic) {
        this.brokers = brokers;
        this.topic = topic;
        kafka = Admin.create(Map.of(
                "bootstrap.servers", brokers,
                "default.api.timeout.ms", PATIENCE_MILLIS,
                "request.timeout.ms", PATIENCE_MILLIS));
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("kafka").withData("brokers", brokers);
        try {
            var patience = new DescribeTopicsOptions().timeoutMs(PATIENCE_MILLIS);
            kafka.describeTopics(List.of(topic), patience).allTopicNames().get();
            return response.up().build();
        } catch (ExecutionException e) {
            return response.down().withData("because", because(e.getCause())).build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return response.down().withData("because", "interrupted").build();
        }
    }

    private String because(@Nullable Throwable cause) {
        return cause instanceof UnknownTopicOrPartitionException
                ? "There is no topic " + topic + ". Make the three that deploy/kubernetes/README.md names."
                : String.valueOf(cause);
    }

    @PreDestroy
    void close() {
        kafka.close(Duration.ofSeconds(1));
    }
}
