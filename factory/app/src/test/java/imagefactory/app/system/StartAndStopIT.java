package imagefactory.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One factory is told to end in the middle of a run, as an orchestrator does; the next start carries on. */
@ExtendWith(Shared.class)
class StartAndStopIT {
    private static final Duration STOP = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void aRunThatIsUnderWayWhenTheFactoryEndsIsFinishedByTheNextStart(Premises premises) throws Exception {
        var alone = premises.replicas().getFirst();
        premises.replicas().getLast().kill();
        var hold = new Hold(effect -> effect.releases("ended"), crossing -> {});
        premises.guarded(hold);
        premises.ask("ended");
        hold.held();

        var stop = alone.end();
        hold.release();
        var begin = System.nanoTime();
        alone.begin();
        alone.awaitUp();
        var start = Duration.ofNanos(System.nanoTime() - begin);

        new Audit(premises, "ended").publishedOnce(PATIENCE);
        System.out.printf("stop %d ms, start until ready %d ms%n", stop.toMillis(), start.toMillis());
        assertThat(stop).isLessThan(STOP);
    }
}
