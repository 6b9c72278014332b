package imagefactory.app.store;

import imagefactory.core.build.BuildReason;
import imagefactory.core.event.EventId;
import imagefactory.core.image.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why something was published, back to where it began.
 *
 * @param run that published it
 * @param before the run that published the same image before
 * @param through the runs of other images that led to it, in the order in which they ended
 * @param roots what began it all
 */
public record Chain(RunView run, Optional<RunView> before, List<Link> through, List<Root> roots) {
    /**
     * A run of an image that this one is built on, directly or by way of others.
     *
     * @param was what was published of it before
     * @param published empty for a run that published nothing
     * @param at when
     */
    public record Link(
            String image, long run, Optional<Digest> was, Optional<Digest> published, Optional<Instant> at) {}

    /**
     * Something that happened, and what it was found to mean.
     *
     * @param image whose run it caused
     * @param at when the factory received it
     * @param type of the event; empty for one that is no longer kept
     */
    public record Root(
            String image,
            EventId event,
            Instant at,
            BuildReason reason,
            Optional<String> type,
            Optional<String> subject) {}
}
