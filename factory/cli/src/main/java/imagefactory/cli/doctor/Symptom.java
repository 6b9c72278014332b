package imagefactory.cli.doctor;

import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param remedy what to do about it; empty where nothing has to be done
 */
public record Symptom(String what, Verdict verdict, String found, String remedy) {
    /** How bad it is. */
    public enum Verdict {
        OK,
        /** Something will not work as well, or not for all. */
        WARN,
        FAILED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Symptom ok(String what, String found) {
        return new Symptom(what, Verdict.OK, found, "");
    }

    static Symptom warn(String what, String found, String remedy) {
        return new Symptom(what, Verdict.WARN, found, remedy);
    }

    static Symptom failed(String what, String found, String remedy) {
        return new Symptom(what, Verdict.FAILED, found, remedy);
    }
}
