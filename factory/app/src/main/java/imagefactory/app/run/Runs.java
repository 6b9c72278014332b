package imagefactory.app.run;

import imagefactory.app.config.FactoryConfig;
import imagefactory.app.store.Outage;
import imagefactory.app.store.Presence;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.run.LeaseLost;
import imagefactory.core.run.RunStore;
import imagefactory.core.run.RunStore.Leased;
import imagefactory.core.run.RunStore.Rest;
import imagefactory.core.run.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** What the run route does besides its stages. */
@Singleton
public final class Runs {
    private static final Logger LOG = Logger.getLogger(Runs.class);

    private final RunStore store;
    private final FactoryConfig.Rest rest;
    private final MeterRegistry meters;
    private final Alarm alarm;
    private final Presence postgres;

    Runs(RunStore store, FactoryConfig config, MeterRegistry meters, Alarm alarm, Presence postgres) {
        this.store = store;
        this.rest = config.rest();
        this.meters = meters;
        this.alarm = alarm;
        this.postgres = postgres;
    }

    public Saving saving(Stage stage) {
        return new Saving(stage, store);
    }

    /** One or none: a worker leases what it begins at once, so no lease grows old in a queue. */
    public List<Leased> claim() {
        MDC.clear(); // the worker's last run is over for it, and what it meets from here on is not that run's
        var claimed = store.claim();
        postgres.met();
        claimed.ifPresent(leased -> {
            MDC.put("run", leased.run().id());
            MDC.put("image", leased.run().image());
        });
        return claimed.stream().toList();
    }

    public void handBack(Leased leased) throws LeaseLost {
        var run = leased.run();
        switch (run.due()) {
            case NOTHING -> over(leased);
            default -> LOG.debugf("%s goes on with %s", run, run.due());
        }
        store.handBack(leased);
        if (run.rest().isPositive()) {
            alarm.after(run.rest());
        }
    }

    /** Work that some run waits for is over. A hint: where PostgreSQL is away, the run's rest ends a moment later by itself. */
    public void stir() {
        try {
            store.stir();
        } catch (RuntimeException fault) {
            fault("stir", fault);
        }
    }

    /** An outside system is away: the row says until when the run rests. */
    public void later(Leased leased, Unavailable why) {
        LOG.infof("%s rests: %s", leased.run(), why.getMessage());
        rest(leased, why.after().orElse(Duration.ZERO), String.valueOf(why.getMessage()));
    }

    /** A fault of the factory itself: counted, kept with the run, and tried again in the same way. */
    public void broken(Leased leased, Exception fault) {
        if (Outage.isOne(fault)) { // nothing can be said of the run; its lease ends by itself, and it is asked again
            postgres.missed(fault);
            return;
        }
        LOG.errorf(
                fault,
                "%s met a fault of the factory at %s",
                leased.run(),
                leased.run().due());
        meters.counter("imagefactory.faults", "stage", leased.run().due().toString())
                .increment();
        rest(leased, Duration.ZERO, "a fault of the factory at " + leased.run().due() + ": " + fault);
    }

    /** A fault of the factory outside of any run: counted, and met again at the next wake. */
    public void fault(String route, Exception fault) {
        if (Outage.isOne(fault)) {
            postgres.missed(fault);
            return;
        }
        LOG.errorf(fault, "a fault of the factory at %s", route);
        meters.counter("imagefactory.faults", "stage", route).increment();
    }

    public void gone(LeaseLost lost) {
        LOG.info(lost.getMessage());
    }

    private void over(Leased leased) {
        var last = leased.run().results().getLast();
        var result = last.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
        meters.counter("imagefactory.runs", "result", result).increment();
        LOG.infof("%s is over: %s", leased.run(), last);
    }

    private void rest(Leased leased, Duration atLeast, String because) {
        try {
            store.backOff(leased, new Rest(rest.first(), rest.longest(), atLeast), because);
        } catch (LeaseLost lost) {
            gone(lost);
        }
    }
}
