package imagefactory.core.plan;

import com.fasterxml.jackson.annotation.JsonValue;
import imagefactory.core.build.Cause;
import imagefactory.core.event.EventId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What some events come to.
 *
 * @param openings in the order of the images' names, so that two plans take row locks in the same order
 * @param levels what begins at once, and what is built on that, one level above the highest of its parents
 */
public record Plan(List<Opening> openings, List<Skipped> skipped, List<List<String>> levels) {
    /** @param rest how long the run waits before it begins */
    public record Opening(String image, Cause cause, Duration rest) {}

    /**
     * An image that an event touched and that is not built, and because of what.
     *
     * @param standing how it stands all the same
     */
    public record Skipped(String image, EventId event, String because, Standing standing) {}

    /** How an image stands that is not built. */
    public enum Standing {
        /** Nothing has to be done. */
        IDLE,
        /** It would have to be built, and a person has to say so. */
        STALE,
        /** It would have to be built, and would end as its last run did. */
        BLOCKED;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Plan {
        openings = List.copyOf(openings);
        skipped = List.copyOf(skipped);
        levels = levels.stream().map(List::copyOf).toList();
    }

    /** The same, with more that was skipped. */
    public Plan with(List<Skipped> more) {
        return new Plan(openings, Stream.concat(skipped.stream(), more.stream()).toList(), levels);
    }
}
