package imagefactory.core.ledger;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that was decided.
 *
 * @param subject an image's name, or {@link #CATALOG}
 * @param because for people: what it follows from
 * @param data what it is about besides its subject
 */
public record Decision(Instant at, String subject, Kind kind, String because, Data data) {
    /** What is decided about the catalog as a whole; no image can be called so. */
    public static final String CATALOG = "/catalog";

    /** What was decided, in one word that never changes. */
    public enum Kind {
        /** A run was opened. */
        OPENED,
        /** A cause was given to the run that was open already. */
        JOINED,
        /** There is nothing to do. */
        SKIPPED,
        /** There is something to do, and a person has to say so. */
        STALE,
        /** There is something to do, and what ended the last run would end the next one too. */
        BLOCKED,
        /** A run ended with its tags on its digest. */
        PUBLISHED,
        /** A run ended with a problem. */
        FAILED,
        /** What others publish was made known to GitOps repositories, without a run. */
        PROMOTED,
        /** A stage was told to take another publication again, mostly an older one, because a person asked for it. */
        REVERTED,
        /** A catalog was taken, and is in force. */
        TAKEN,
        /** A catalog is broken, and the one before it stays in force. */
        REFUSED;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public static Kind parse(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * What a decision is about; empty is what its kind does not have.
     *
     * @param run that was opened or joined, or that ended
     * @param digest that was published, or that a stage takes again
     * @param problem that ended a run
     * @param rest how long a run that was opened or joined waits because of this
     */
    public record Data(
            Optional<Long> run, Optional<Digest> digest, Optional<Problem.Code> problem, Optional<Duration> rest) {
        public static final Data NONE =
                new Data(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public static Data of(long run) {
            return new Data(Optional.of(run), Optional.empty(), Optional.empty(), Optional.empty());
        }

        public Data published(Digest what) {
            return new Data(run, Optional.of(what), problem, rest);
        }

        public Data failed(Problem.Code why) {
            return new Data(run, digest, Optional.of(why), rest);
        }

        public Data resting(Duration lasts) {
            return new Data(run, digest, problem, lasts.isPositive() ? Optional.of(lasts) : Optional.empty());
        }
    }

    /** Something that is being decided; the time that counts is set where it is written down. */
    public static Decision now(String subject, Kind kind, String because, Data data) {
        return new Decision(Instant.EPOCH, subject, kind, because, data);
    }
}
