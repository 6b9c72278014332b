package imagefactory.core.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** What is to be done next for a run, in the order of the stages. */
public enum Due {
    RESOLVE("resolved"),
    BUILD("built"),
    ASSEMBLE("assembled"),
    SCAN("scanned"),
    RELEASE("released"),
    SIGN("signed"),
    ATTEST("attested"),
    ATTACH("attached"),
    VERIFY("verified"),
    PUBLISH("published"),
    PROMOTE("promoted"),
    /** Something, but not yet. */
    LATER(""),
    NOTHING("");

    private final String result;

    /** @param result what it leaves, by its name in JSON */
    Due(String result) {
        this.result = result;
    }

    /** What is done next for a run under way that has these results, by their names in JSON. */
    public static Due after(Collection<String> results) {
        return Arrays.stream(values())
                .filter(due -> !results.contains(due.result))
                .findFirst()
                .orElse(NOTHING);
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
