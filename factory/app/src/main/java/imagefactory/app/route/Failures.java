package imagefactory.app.route;

import imagefactory.app.run.Runs;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.run.LeaseLost;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.jdbi.v3.core.JdbiException;

/** The one place that says what a fault of the plumbing does. */
@ApplicationScoped
public class Failures extends RouteConfigurationBuilder {
    static final String OF_INTAKE = "intake-failures";
    static final String OF_RUNS = "run-failures";
    static final String OF_WAKES = "wake-failures";

    private static final String CAUGHT = "(${body}, ${exchangeProperty.CamelExceptionCaught})";

    private final Runs runs;

    Failures(Runs runs) {
        this.runs = runs;
    }

    // spotless:off
    @Override
    public void configuration() {
        // The poll waits for PostgreSQL; what is still not recorded then is polled anew, from the last committed offset.
        // That it is away is told by those who claim.
        routeConfiguration(OF_INTAKE).onException(JdbiException.class)
                .maximumRedeliveries("{{factory.intake.retries}}")
                .redeliveryDelay("{{factory.intake.retry-delay}}")
                .logRetryAttempted(false)
                .logExhausted(false)
                .logStackTrace(false)
                .handled(false);

        var faults = routeConfiguration(OF_RUNS);   // kept: end() of the first clause would nest the second in it

        faults.onException(LeaseLost.class).handled(true).bean(runs, "gone(${exchangeProperty.CamelExceptionCaught})").id("gone");

        faults.onException(Unavailable.class).handled(true).bean(runs, "later" + CAUGHT).id("later");

        // Of several clauses Camel takes the one that is nearest to any of the causes: one for Jdbi's would not always be.
        faults.onException(Exception.class).handled(true).bean(runs, "broken" + CAUGHT).id("broken");

        // Nothing is lost: the row is as it was, and the backstop asks again.
        var wakes = routeConfiguration(OF_WAKES);

        wakes.onException(Unavailable.class).handled(true)
                .log(LoggingLevel.WARN, "${routeId} waits: ${exception.message}");

        wakes.onException(Exception.class).handled(true).bean(runs, "fault(${routeId}, ${exchangeProperty.CamelExceptionCaught})");
    }
    // spotless:on
}
