package imagefactory.core.outcome;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * One thing that a factory needs of its surroundings, looked at.
 *
 * @param remedy what to do about it; empty where nothing has to be done
 */
public record Symptom(String what, Verdict verdict, String found, String remedy) {
    /** How bad it is. Written in lower case. */
    public enum Verdict {
        OK,
        /** It could not be looked at, or must not be: nothing is claimed of it. */
        UNSEEN,
        /** Something will not work as well, or not for all. */
        WARN,
        FAILED;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Symptom ok(String what, String found) {
        return new Symptom(what, Verdict.OK, found, "");
    }

    public static Symptom unseen(String what, String found, String remedy) {
        return new Symptom(what, Verdict.UNSEEN, found, remedy);
    }

    public static Symptom warn(String what, String found, String remedy) {
        return new Symptom(what, Verdict.WARN, found, remedy);
    }

    public static Symptom failed(String what, String found, String remedy) {
        return new Symptom(what, Verdict.FAILED, found, remedy);
    }
}
