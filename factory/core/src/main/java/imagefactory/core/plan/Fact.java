package imagefactory.core.plan;

import imagefactory.core.build.BuildReason;
import imagefactory.core.outcome.Problem;
import java.util.List;

/** What a look at one image came to. */
public sealed interface Fact {
    /**
     * All of it is known.
     *
     * @param lacks why it is not fresh; empty where it is
     */
    record Known(Observation observation, List<BuildReason> lacks) implements Fact {
        public Known(Observation observation) {
            this(observation, Freshness.lacks(observation, ""));
        }
    }

    /** Git or the registry could not be asked, or not yet. */
    record Unknown(String waitsFor) implements Fact {}

    /** Something is wrong with the image that somebody has to mend. */
    record Faulty(Problem problem) implements Fact {}
}
