package imagefactory.core.plan;

import imagefactory.core.catalog.Managed;
import imagefactory.core.outcome.Problem;

/** Tags that cannot be made of what is there. */
final class TagProblem {
    private TagProblem() {}

    static Problem of(Managed image, IllegalArgumentException why) {
        return new Problem(
                Problem.Code.TAG_INVALID,
                "The tags of " + image.name() + " cannot be made: " + why.getMessage() + ".",
                "Correct tags or version in images.yaml, or the version file in the source.");
    }
}
