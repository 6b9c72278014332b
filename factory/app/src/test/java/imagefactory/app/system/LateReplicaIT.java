package imagefactory.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two factories, one of which is stopped in the middle of a run (SIGSTOP) and wakes up when its lease is long over. */
@ExtendWith(Shared.class)
class LateReplicaIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void aReplicaThatWokeUpLateChangesNothing(Premises premises) throws Exception {
        var audit = new Audit(premises, "late");
        var hold = new Hold(
                effect -> effect.releases("late"),
                crossing -> premises.replica(crossing).freeze());
        premises.guarded(hold);
        premises.ask("late");
        var late = premises.replica(hold.held());

        audit.awaitRuns(1, PATIENCE);
        var first = audit.publishedOnce(PATIENCE);
        premises.source().push("late");
        premises.ask("late");
        audit.awaitRuns(2, PATIENCE);
        var second = audit.stands();
        late.wake();
        hold.release();
        late.awaitWord("run " + premises.books().runs("late").getFirst().id() + " of late is another replica's");

        assertThat(second).isNotEqualTo(first);
        assertThat(audit.stands()).isEqualTo(second);
        assertThat(premises.builds("late")).hasSize(2);
        assertThat(premises.shelf("late").tags()).hasSize(3);
        assertThat(premises.registry().manifests("demo/late")).isEqualTo(2 * Audit.MANIFESTS);
    }

    @Test
    void aReplicaThatSleepsOverTheTagsIsWaitedForAndNothingIsPublishedTwice(Premises premises) throws Exception {
        var audit = new Audit(premises, "locked");
        var hold = new Hold(
                effect -> effect.publishes("locked"),
                crossing -> premises.replica(crossing).freeze());
        premises.guarded(hold);
        premises.ask("locked");
        var late = premises.replica(hold.held());
        var lease = audit.run().lease();

        premises.source().push("locked");
        premises.ask("locked");
        audit.awaitOtherThan(lease);
        assertThat(premises.books().runs("locked")).hasSize(1).noneMatch(Books.Run::closed);
        late.wake();
        hold.release();
        audit.awaitRuns(2, PATIENCE);

        audit.stands();
        assertThat(premises.builds("locked")).hasSize(2);
        assertThat(premises.registry().manifests("demo/locked")).isEqualTo(2 * Audit.MANIFESTS);
    }
}
