package imagefactory.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.app.doctor.Surroundings;
import imagefactory.core.outcome.Symptom;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class ClusterHealthTest {
    private static final List<Symptom> FOUND = List.of(
            Symptom.ok("kubernetes", "1.36"),
            Symptom.failed("nodes", "No node is fit.", "Update one."),
            Symptom.unseen("nodes linux/arm64", "emulated", "Look there."));

    private final Surroundings surroundings = new Surroundings(List.of(() -> FOUND), List.of());

    @Test
    void whatBuildsMissIsToldAndTheFactoryStaysReady() {
        var health = new ClusterHealth(surroundings);
        assertThat(health.call().getData()).contains(Map.of("findings", 0L));

        surroundings.begin();

        assertThat(health.call().getStatus()).isEqualTo(Status.UP);
        assertThat(health.call().getData()).contains(Map.of("findings", 2L, "first", "nodes failed: No node is fit."));
    }

    @Test
    void whatBuildsMissIsLoggedOnceAtTheStart() {
        var logged = new Lines();
        var log = Logger.getLogger(Surroundings.class.getName());
        log.addHandler(logged);

        surroundings.begin();
        surroundings.look();

        log.removeHandler(logged);
        assertThat(logged.lines)
                .containsExactly(
                        "WARN the cluster: nodes failed: No node is fit. Update one.",
                        "WARN the cluster: nodes linux/arm64 unseen: emulated Look there.");
    }

    @Test
    void anApiServerThatWasAwayIsAskedAgain() {
        var answers = new ArrayDeque<Supplier<List<Symptom>>>(List.of(
                () -> {
                    throw new KubernetesClientException("away");
                },
                () -> FOUND.subList(0, 1)));
        var away = new Surroundings(List.of(() -> answers.remove().get()), List.of());

        away.begin(Duration.ofMillis(1));

        assertThat(answers).isEmpty();
        assertThat(new ClusterHealth(away).call().getData()).contains(Map.of("findings", 0L));
    }

    private static final class Lines extends Handler {
        private final List<String> lines = new ArrayList<>();

        private Lines() {
            setLevel(Level.ALL);
            setFormatter(new SimpleFormatter());
        }

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + getFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
