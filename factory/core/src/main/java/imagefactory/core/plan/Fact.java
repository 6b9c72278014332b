package imagefactory.core.plan;

import imagefactory.core.outcome.Problem;

/** What a look at one image came to. */
public sealed interface Fact {
    /** All of it is known. */
    record Known(Observation observation) implements Fact {}

    /** Git or the registry could not be asked, or not yet. */
    record Unknown(String waitsFor) implements Fact {}

    /** Something is wrong with the image that somebody has to mend. */
    record Faulty(Problem problem) implements Fact {}
}
