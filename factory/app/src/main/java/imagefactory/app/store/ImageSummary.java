package imagefactory.app.store;

import com.fasterxml.jackson.annotation.JsonValue;
import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Problem;
import imagefactory.core.run.Due;
import imagefactory.core.scan.Severity;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How an enrolled image stands, in a line.
 *
 * @param because why it stands so, for people
 * @param stage what is done for it now, while it is building
 * @param until when it goes on, for one that waits
 * @param problem what ended its newest run
 * @param digest that was published last
 * @param findings that it was published with, each once however many platforms have it
 */
public record ImageSummary(
        String name,
        String repository,
        State state,
        Optional<Due> stage,
        String because,
        Optional<Instant> until,
        Optional<Problem> problem,
        Optional<Digest> digest,
        Optional<Instant> publishedAt,
        Optional<Map<Severity, Integer>> findings) {

    /** In one word. */
    public enum State {
        FRESH,
        STALE,
        BUILDING,
        BLOCKED,
        WAITING,
        EXTERNAL,
        UNKNOWN;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
