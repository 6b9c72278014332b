package imagefactory.app.wiring;

import imagefactory.app.run.Alarm;
import imagefactory.app.store.Presence;
import imagefactory.app.wake.Wakes;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.CamelEvent.CamelContextStartedEvent;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Has PostgreSQL's notices wake the routes. */
@Singleton
class Wakers {
    private @Nullable Thread listener;

    void listen(@Observes CamelContextStartedEvent started, ProducerTemplate camel, Config config, Presence postgres) {
        var wakes = new Wakes(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                Map.of(
                        "user", config.getValue("quarkus.datasource.username", String.class),
                        "password", config.getValue("quarkus.datasource.password", String.class)),
                Map.of(
                        "catalog", () -> camel.sendBody("{{factory.wake.catalog}}", ""),
                        "plan", () -> camel.sendBody("{{factory.wake.plan}}", ""),
                        "run", () -> camel.sendBody("{{factory.wake.run}}", ""),
                        "relay", () -> camel.sendBody("{{factory.wake.relay}}", "")),
                postgres::missed);
        listener = Thread.ofPlatform().daemon().name("wakes").start(wakes);
    }

    /** Short rests are the rule: a build or a scan that is under way. The timer is Camel's, and stops with it. */
    @Produces
    @Singleton
    Alarm alarm(CamelContext context, ProducerTemplate camel) {
        var timer = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "alarm");
        return rest -> {
            ScheduledFuture<?> _ = timer.schedule(
                    () -> camel.sendBody("{{factory.wake.run}}", ""), rest.toMillis() + 1, TimeUnit.MILLISECONDS);
        };
    }

    void hush(@Observes ShutdownEvent stopping) {
        if (listener != null) {
            listener.interrupt();
        }
    }
}
