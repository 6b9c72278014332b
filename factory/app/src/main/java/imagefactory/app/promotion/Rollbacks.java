package imagefactory.app.promotion;

import imagefactory.app.store.Turns;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.catalog.Promotion.Stage;
import imagefactory.core.image.Digest;
import imagefactory.core.ledger.Decision;
import imagefactory.core.ledger.Decision.Data;
import imagefactory.core.ledger.Decision.Kind;
import imagefactory.core.ledger.Ledger;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.promote.Pipeline;
import imagefactory.core.promote.Pipeline.Rollback;
import imagefactory.core.promote.Pipeline.RolledBack;
import imagefactory.core.text.Nearest;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** Has stages take again what they had before, because a person asks for it, and writes that down. */
@Singleton
public final class Rollbacks {
    private static final Logger LOG = Logger.getLogger(Rollbacks.class);
    private static final int NEWEST = 50;

    private final Pipeline pipeline;
    private final Ledger ledger;
    private final Turns turns;

    Rollbacks(Pipeline pipeline, Ledger ledger, Turns turns) {
        this.pipeline = pipeline;
        this.ledger = ledger;
        this.turns = turns;
    }

    /**
     * One at a time for each image: who asks twice is told of the one promotion twice.
     *
     * @throws Refused as {@link Pipeline#rollBack} does, and with {@code stage-unknown}
     */
    public RolledBack rollBack(Rollback asked) throws Refused, Unavailable {
        check(asked.image(), asked.stage());
        return turns.rollback(asked.image().name(), () -> {
            var rolledBack = pipeline.rollBack(asked);
            record(asked, rolledBack);
            return rolledBack;
        });
    }

    private static void check(EnrolledImage image, String stage) throws Refused {
        var stages = image.promotion().stages().stream().map(Stage::name).toList();
        if (stages.isEmpty()) {
            throw new Refused(new Problem(
                    Code.STAGE_UNKNOWN,
                    image.name() + " has no stages, so no Kargo promotes it.",
                    "Revert the commit that promoted it, or enrol stages in images.yaml."));
        }
        if (!stages.contains(stage)) {
            throw new Refused(new Problem(
                    Code.STAGE_UNKNOWN,
                    image.name() + " has no stage \"" + stage + "\".",
                    Nearest.to(stage, stages)
                            .map(guess -> "Did you mean " + guess + "?")
                            .orElse("Name one of " + String.join(", ", stages) + ".")));
        }
    }

    /** Once for each promotion: where PostgreSQL was away for it, whoever asks again brings it about. */
    private void record(Rollback asked, RolledBack done) {
        var by = "Kargo's Promotion " + done.promotion();
        boolean told = ledger.about(asked.image().name(), NEWEST).stream()
                .anyMatch(decision ->
                        decision.kind() == Kind.REVERTED && decision.because().contains(by));
        if (told) {
            return;
        }
        var because = asked.by() + " asked for it: " + asked.why() + "; stage " + asked.stage()
                + done.from().map(Digest::value).map(from -> " had " + from).orElse("") + ", " + by;
        LOG.infof("%s is rolled back to %s: %s", asked.image().name(), done.to(), because);
        ledger.record(
                List.of(Decision.now(asked.image().name(), Kind.REVERTED, because, Data.NONE.published(done.to()))));
    }
}
