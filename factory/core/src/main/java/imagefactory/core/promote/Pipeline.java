package imagefactory.core.promote;

import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Unavailable;
import java.time.Instant;
import java.util.List;

/**
 * Whatever takes a published image through its stages by itself, from the manifests: Kargo. It is told to look at what is
 * published, and watched; nothing is ever promoted for it, so it does not matter how often it is asked, or by how many.
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
