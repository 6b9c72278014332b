package imagefactory.app.route;

import imagefactory.app.run.Runs;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.run.LeaseLost;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.jdbi.v3.core.CloseException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.result.ResultSetException;
import org.jdbi.v3.core.statement.UnableToCreateStatementException;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.transaction.TransactionException;

/** The one place that says what a fault of the plumbing does. */
@ApplicationScoped
public class Failures extends RouteConfigurationBuilder {
    static final String OF_INTAKE = "intake-failures";
    static final String OF_RUNS = "run-failures";
    static final String OF_WAKES = "wake-failures";

    private static final String CAUGHT = "(${body}, ${exchangeProperty.CamelExceptionCaught})";

    /** Each by its own name: of a type that is not met exactly, Camel may find a plain Exception nearer, for its cause's sake. */
    private static final List<Class<? extends JdbiException>> POSTGRESQL_AWAY = List.of(
            JdbiException.class,
            CloseException.class,
            ConnectionException.class,
            ResultSetException.class,
            TransactionException.class,
            UnableToCreateStatementException.class,
            UnableToExecuteStatementException.class);

    private final Runs runs;

    Failures(Runs runs) {
        this.runs = runs;
    }

    // spotless:off
    @Override
    public void configuration() {
        // The poll waits for PostgreSQL; what is still not recorded then is polled anew, from the last committed offset.
        routeConfiguration(OF_INTAKE).onException(JdbiException.class)
                .maximumRedeliveries("{{factory.intake.retries}}")
                .redeliveryDelay("{{factory.intake.retry-delay}}")
                .logRetryAttempted(true)
                .handled(false);

        var faults = routeConfiguration(OF_RUNS);   // kept: end() of the first clause would nest the second in it

        faults.onException(LeaseLost.class).handled(true).bean(runs, "gone(${exchangeProperty.CamelExceptionCaught})").id("gone");

        faults.onException(Unavailable.class).handled(true).bean(runs, "later" + CAUGHT).id("later");

        // PostgreSQL away: nothing can be said of the run. Its lease ends by itself, and it is asked again.
        POSTGRESQL_AWAY.forEach(type -> faults.onException(type).handled(true)
                .log(LoggingLevel.WARN, "${body.run} waits for PostgreSQL: ${exception.message}"));

        faults.onException(Exception.class).handled(true).bean(runs, "broken" + CAUGHT).id("broken");

        // Nothing is lost: the row is as it was, and the backstop asks again.
        var wakes = routeConfiguration(OF_WAKES);

        POSTGRESQL_AWAY.forEach(type -> wakes.onException(type).handled(true)
                .log(LoggingLevel.WARN, "${routeId} waits for PostgreSQL: ${exception.message}"));

        wakes.onException(Unavailable.class).handled(true)
                .log(LoggingLevel.WARN, "${routeId} waits: ${exception.message}");

        wakes.onException(Exception.class).handled(true).bean(runs, "fault(${routeId}, ${exchangeProperty.CamelExceptionCaught})");
    }
    // spotless:on
}
