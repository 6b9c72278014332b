package imagefactory.core.promote;

import com.fasterxml.jackson.annotation.JsonValue;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whatever takes a published image through its stages by itself, from the manifests: Kargo. It is told to look at what is
 * published, and watched; it does not matter how often, or by how many. Nothing is promoted for it, but what a person wants back.
 *
 * <p>Safe for use by many threads.
 */
public interface Pipeline {
    /** Nobody is told and nobody is watched: what is published is found when the pipeline looks next. */
    Pipeline NONE = new Pipeline() {
        @Override
        public boolean follows() {
            return false;
        }

        @Override
        public Outcome<List<InStage>> follow(Published published, Patience patience) {
            return new Done<>(List.of());
        }

        @Override
        public RolledBack rollBack(Rollback asked) throws Refused {
            throw new Refused(new Problem(
                    Problem.Code.KARGO_MISSING,
                    "This factory speaks with no Kargo, so it cannot roll back stage " + asked.stage() + " of "
                            + asked.image().name() + ".",
                    "Set factory.kargo to kubernetes where Kargo runs, or promote the older Freight in Kargo itself."));
        }
    };

    /** Whether somebody is watched. */
    boolean follows();

    /**
     * Has the pipeline look, once for each publication, and says how far the image got. Returns within 5 s.
     *
     * @param patience asked before it is waited on, on this thread
     * @return {@code Done} with all its stages once the first of them has the digest verified, is left to a person, or has gone
     *     on to another; as they are where patience ends. {@code Failed} with {@code promotion-failed} if the first one could
     *     not be brought to it, or with {@code promotion-refused} (no rights; no pipeline there, or one that is too old)
     * @throws Unavailable if the pipeline is away, or has not come to it for 10 minutes: says what is waited for
     */
    Outcome<List<InStage>> follow(Published published, Patience patience) throws Unavailable;

    /**
     * Has a stage take again what it had before, or what is named. Where a promotion to that is under way, or was the last to
     * succeed there, no other one is made. Who asks for the same image at once has to come one after the other. Returns within
     * 5 s; of a digest that the stage never had, once all that the pipeline knows is read.
     *
     * @throws Refused with {@code kargo-missing} or {@code promotion-refused} (as above), {@code stage-unknown}, {@code
     *     nothing-older}, {@code freight-unknown} (the digest), {@code freight-unavailable} (to this stage)
     * @throws Unavailable if the pipeline is away. The promotion may be there all the same
     */
    RolledBack rollBack(Rollback asked) throws Refused, Unavailable;

    /**
     * What a person wants back.
     *
     * @param stage one of the image's
     * @param to the digest; empty for what was there before and verified
     */
    record Rollback(EnrolledImage image, String stage, Optional<Digest> to, String by, String why) {}

    /**
     * What came of it.
     *
     * @param from what the stage has, or was being brought to
     * @param freight what the pipeline calls what it takes instead
     * @param promotion what the pipeline calls its way there
     * @param made whether that was made for this request
     */
    record RolledBack(
            Optional<Digest> from, Digest to, String freight, String promotion, boolean made, Afterwards afterwards) {}

    /** What becomes of newer publications. Written in lower case. */
    enum Afterwards {
        /** They do not come to the stage before a person promotes the newest of them. */
        HELD,
        /** The newest comes to the stage by itself, also over what was rolled back to. */
        AUTOMATIC,
        /** They never come by themselves: a person promotes each. */
        MANUAL;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is looked for.
     *
     * @param publication differs for each publication, also of the same digest: what has been asked for once is known by it
     * @param at when it was published
     */
    record Published(EnrolledImage image, Digest digest, String publication, Instant at) {}

    /** Whether it is worth waiting on: where something newer of the image has to be built, it is not. */
    @FunctionalInterface
    interface Patience {
        boolean lasts();
    }
}
