package imagefactory.app.stage;

import imagefactory.app.promotion.Promotions;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.run.Due;
import imagefactory.core.run.Run;
import imagefactory.core.run.Stage;
import jakarta.inject.Singleton;

/** Has GitOps repositories name what is published, and stages take it. The image stays published, and fresh, whatever comes of it. */
@Singleton
public final class Promote implements Stage {
    private final Promotions promotions;

    Promote(Promotions promotions) {
        this.promotions = promotions;
    }

    @Override
    public Run advance(Run run) throws Unavailable {
        if (run.due() != Due.PROMOTE) {
            return run;
        }
        return switch (promotions.advance(run)) {
            case Pending(var after) -> run.later(after);
            case Failed(var problem) -> run.failed(afterwards(problem, run.image()));
            case Done(var promoted) -> run.add(promoted);
        };
    }

    /** Nothing else brings a fresh image back here. */
    private static Problem afterwards(Problem problem, String image) {
        return new Problem(
                problem.code(),
                problem.text(),
                problem.advice() + " The image is published; to promote it then: ./taskw rebuild IMAGE=" + image);
    }
}
