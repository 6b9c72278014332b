package imagefactory.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two factories, one of which is killed, and started again, and killed. With {@code KILLS=all} in the environment at every
 * moment there is, else at a sample of them.
 */
@ExtendWith(Shared.class)
class KilledReplicaIT {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Test
    void killedBeforeAndAfterTheEffectsOfARunOneImageIsPublishedOnce(Premises premises) throws Exception {
        var changes = changesOfAPlainRun(premises);
        var seed = System.nanoTime();
        var moments = moments(changes, seed);
        var killings = new Killings(premises.replicas(), moments);
        premises.guarded(killings);

        premises.ask("killed");
        new Audit(premises, "killed").awaitRuns(1, PATIENCE);

        premises.guarded(Guard.NOBODY);
        System.out.printf(
                "%d changes, seed %d: %d kills%n%s%n",
                changes.size(), seed, killings.done().size(), String.join("\n", killings.done()));
        new Audit(premises, "killed").publishedOnce(PATIENCE);
        assertThat(killings.done()).hasSizeGreaterThan(changes.size());
    }

    private static List<Effect> changesOfAPlainRun(Premises premises) throws Exception {
        var recording = new Recording();
        premises.guarded(recording);
        premises.ask("plain");
        new Audit(premises, "plain").publishedOnce(PATIENCE);
        return recording.effects();
    }

    private static Set<Moment> moments(List<Effect> changes, long seed) {
        return "all".equals(System.getenv("KILLS")) ? Moment.all(changes) : Moment.sample(changes, seed);
    }
}
