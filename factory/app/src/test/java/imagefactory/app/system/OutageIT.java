package imagefactory.app.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What two factories stand on goes away in the middle of a run, by {@code kill -9}, and comes back as it was. For 12 s: above
 * the time that intake waits for PostgreSQL before it gives its poll back, above the time that a record waits for Kafka, above
 * all rests of a run. With {@code KILLS=all} in the environment for a minute.
 */
@ExtendWith(Shared.class)
class OutageIT {
    private static final Duration AWAY =
            "all".equals(System.getenv("KILLS")) ? Duration.ofMinutes(1) : Duration.ofSeconds(12);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void aRegistryThatIsAwayIsWaitedFor(Premises premises) throws Exception {
        var audit = new Audit(premises, "registry");
        var hold = new Hold(
                effect -> effect.releases("registry"),
                crossing -> premises.registry().goAway());
        begin(premises, "registry", hold);
        hold.release();

        await().until(() -> audit.run().waitsFor().contains(premises.registry().address()));
        alive(premises);
        assertThat(audit.run().closed()).isFalse();
        premises.registry().comeBack();

        audit.publishedOnce(PATIENCE);
    }

    @Test
    void aDatabaseThatIsAwayIsWaitedForAndAnEventOfThatTimeIsNotLost(Premises premises) throws Exception {
        var hold = new Hold(
                effect -> effect.releases("postgres"),
                crossing -> premises.servers().postgresGoesAway());
        begin(premises, "postgres", hold);
        hold.release();

        premises.ask("noted");
        alive(premises);
        premises.servers().comeBack();

        new Audit(premises, "postgres").publishedOnce(PATIENCE);
        new Audit(premises, "noted").publishedOnce(PATIENCE);
    }

    @Test
    void withKafkaAwayRunsGoOnAndWhatIsToBeSaidIsSaidLater(Premises premises) throws Exception {
        var audit = new Audit(premises, "kafka");
        var hold = new Hold(
                effect -> effect.releases("kafka"),
                crossing -> premises.servers().kafkaGoesAway());
        begin(premises, "kafka", hold);
        hold.release();

        alive(premises);
        audit.awaitRuns(1, PATIENCE);
        assertThat(premises.books().leftovers()).isPositive();
        premises.servers().comeBack();
        var first = audit.publishedOnce(PATIENCE);
        premises.source().push("kafka");
        premises.ask("kafka");
        audit.awaitRuns(2, PATIENCE);

        assertThat(audit.stands()).isNotEqualTo(first);
    }

    private static void begin(Premises premises, String image, Hold hold) {
        premises.guarded(hold);
        premises.ask(image);
        hold.held();
    }

    /** The factories have to live through it. */
    private static void alive(Premises premises) {
        await().atMost(AWAY.plusSeconds(5))
                .during(AWAY)
                .until(() -> premises.replicas().stream().allMatch(Replica::isAlive));
    }
}
