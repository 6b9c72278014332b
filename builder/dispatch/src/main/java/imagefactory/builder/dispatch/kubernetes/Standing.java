package imagefactory.builder.dispatch.kubernetes;

import imagefactory.core.build.BuiltImage;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Problem;

/** How a build stands that has a Job. */
sealed interface Standing {
    /** Under way, and nothing is known to be wrong. */
    record Running() implements Standing {}

    /** It cannot go on for now: what it waits for, and what may be done about it. */
    record Waiting(String why) implements Standing {}

    /** It ended because something outside was away, and has to be begun anew later. */
    record Away(Problem problem) implements Standing {}

    /** It ended, and what it came to is gone with its pod. */
    record Lost() implements Standing {}

    /**
     * It ended.
     *
     * @param shown whether the log's last lines belong to it
     */
    record Over(Outcome<BuiltImage> outcome, boolean shown) implements Standing {}
}
