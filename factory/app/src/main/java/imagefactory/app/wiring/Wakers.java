package imagefactory.app.wiring;

import imagefactory.app.wake.Wakes;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.CamelEvent.CamelContextStartedEvent;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Has PostgreSQL's notices wake the routes. */
@Singleton
class Wakers {
    private @Nullable Thread listener;

    void listen(@Observes CamelContextStartedEvent started, ProducerTemplate camel, Config config) {
        var wakes = new Wakes(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                Map.of(
                        "user", config.getValue("quarkus.datasource.username", String.class),
                        "password", config.getValue("quarkus.datasource.password", String.class)),
                Map.of(
                        "plan", () -> camel.sendBody("{{factory.wake.plan}}", ""),
                        "run", () -> camel.sendBody("{{factory.wake.run}}", ""),
                        "relay", () -> camel.sendBody("{{factory.wake.relay}}", "")));
        listener = Thread.ofPlatform().daemon().name("wakes").start(wakes);
    }

    void hush(@Observes ShutdownEvent stopping) {
        if (listener != null) {
            listener.interrupt();
        }
    }
}
