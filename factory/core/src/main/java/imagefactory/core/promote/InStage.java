package imagefactory.core.promote;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/**
 * How a published image stood in one of its stages when it was looked at.
 *
 * @param stage as it is enrolled
 * @param freight what the pipeline calls the image there; empty as long as the stage has nothing to do with it
 * @param about a few words for people: a health, a message, who holds it; may be empty
 */
public record InStage(String stage, State state, Optional<String> freight, String about) {
    /** How far it got. Written in lower case. */
    public enum State {
        /** There is no such stage. */
        ABSENT,
        /** It has not come here. */
        WAITING,
        /** It does not come here by itself: a person has to promote it, or to end a hold. */
        HELD,
        PROMOTING,
        /** It is here, and is being verified. */
        VERIFYING,
        VERIFIED,
        /** Its promotion or verification came to nothing. */
        FAILED,
        /** It was here, and something else is now. */
        LEFT;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public static State parse(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
