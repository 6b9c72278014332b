package imagefactory.core.outcome;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * A failure, told to the person who has to act on it.
 *
 * @param code what alerts count and tests match on; the wording may change, the code may not
 * @param text one sentence: what was tried on what, and what was found instead
 * @param advice one sentence, in the imperative: what to do about it
 */
public record Problem(Code code, String text, String advice) {
    /** What went wrong, in one word that never changes. Written in lower case with hyphens: {@code gate-refused}. */
    public enum Code {
        BAD_REQUEST,
        BASE_MISSING,
        BUILD_FAILED,
        BUILD_KILLED,
        BUILD_TIMED_OUT,
        BUILD_UNSUPPORTED,
        BUILDER_LIED,
        CANCELLED,
        CATALOG_INVALID,
        DOCKERFILE_INVALID,
        DOCKERFILE_MISSING,
        EVENT_UNREADABLE,
        FACTORY_FAULT,
        FREIGHT_UNAVAILABLE,
        FREIGHT_UNKNOWN,
        GATE_REFUSED,
        IMAGE_UNKNOWN,
        KARGO_MISSING,
        KEY_UNREADABLE,
        NOT_FOUND,
        NOT_REACHABLE,
        NOTHING_OLDER,
        PLATFORM_MISSING,
        PROMOTION_FAILED,
        PROMOTION_REFUSED,
        REGISTRY_DENIED,
        REGISTRY_WRONG,
        SCAN_FAILED,
        SIGNATURE_INVALID,
        SOURCE_DENIED,
        SOURCE_MISSING,
        STAGE_UNKNOWN,
        SUPERSEDED,
        TAG_INVALID,
        TRUTH_VIOLATED,
        VERSION_INVALID;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public static Code parse(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    @Override
    public String toString() {
        return code + ": " + text + " " + advice;
    }
}
