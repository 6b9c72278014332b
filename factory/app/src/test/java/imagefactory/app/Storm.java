package imagefactory.app;

import imagefactory.app.outside.Outages;
import imagefactory.app.planning.Planning;
import imagefactory.core.outcome.Unavailable;
import java.sql.SQLException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * What goes wrong around a factory: workers die before and after what they do outside, the registry is away for a request,
 * leases end while their holders go on, and a second replica plans the same events.
 */
final class Storm implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Storm.class);
    private static final int PERIOD_MILLIS = 15;

    /** Planning reads; that it may be kept from seeing something is its own matter. */
    private static final Set<String> WRITES = Set.of("put", "putBlob", "mount", "attach");

    private final Random random;
    private final Outages outages;
    private final Jdbi database;
    private final Planning another;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);

    Storm(Random random, Outages outages, Jdbi database, Planning another) {
        this.random = random;
        this.outages = outages;
        this.database = database;
        this.another = another;
    }

    Storm begin() {
        outages.answer(this::strike);
        outages.end(this::strike);
        var _ = clock.scheduleWithFixedDelay(this::takeLeases, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        var _ = clock.scheduleWithFixedDelay(this::plan, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return this;
    }

    private void strike(String request) throws Unavailable {
        if (!WRITES.contains(request.substring(0, request.indexOf(' '))) || request.contains("/base/")) {
            return;
        }
        switch (random.nextInt(250)) {
            case 0 -> throw new Unavailable("the registry is away");
            case 1, 2 -> throw new IllegalStateException("the worker died", new SQLException("gone", "57P01"));
            default -> {}
        }
    }

    /** Some leases are over: other workers take the runs, and their holders go on without knowing. */
    private void takeLeases() {
        database.useHandle(handle -> handle.execute("""
                update run set leased_until = now() - interval '1 second'
                where closed is null and lease is not null and random() < 0.04
                """));
    }

    private void plan() {
        try {
            for (var events : another.claim()) {
                another.plan(events);
            }
        } catch (Unavailable away) {
            LOG.debugf("the other replica plans again: %s", away.getMessage());
        }
    }

    @Override
    public void close() {
        clock.close();
        outages.behave();
        database.useHandle(handle ->
                handle.execute("update run set leased_until = now() where closed is null and lease is not null"));
    }
}
