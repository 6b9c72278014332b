package imagefactory.core.scan;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.Locale;

/** How bad a finding is, the worst last. */
public enum Severity {
    UNKNOWN,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    /** Scanners invent words; what is not known here counts as {@link #UNKNOWN}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Severity parse(String text) {
        return Arrays.stream(values())
                .filter(severity -> severity.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
