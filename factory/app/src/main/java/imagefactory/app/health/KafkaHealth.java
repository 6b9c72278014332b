package imagefactory.app.health;

import imagefactory.app.config.FactoryConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while Kafka does not answer: no event could be taken. */
@Readiness
@Singleton
public final class KafkaHealth implements HealthCheck {
    private static final int PATIENCE_MILLIS = 2000;

    private final Admin kafka;
    private final String brokers;

    KafkaHealth(FactoryConfig config) {
        brokers = config.brokers();
        kafka = Admin.create(Map.of(
                "bootstrap.servers", brokers,
                "default.api.timeout.ms", PATIENCE_MILLIS,
                "request.timeout.ms", PATIENCE_MILLIS));
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("kafka").withData("brokers", brokers);
        try {
            var patience = new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS);
            var nodes = kafka.describeCluster(patience).nodes().get();
            return response.up().withData("nodes", nodes.size()).build();
        } catch (ExecutionException e) {
            return response.down()
                    .withData("because", String.valueOf(e.getCause()))
                    .build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return response.down().withData("because", "interrupted").build();
        }
    }

    @PreDestroy
    void close() {
        kafka.close(Duration.ofSeconds(1));
    }
}
