package imagefactory.core.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is to be done next for a run, in the order of the stages. */
public enum Due {
    RESOLVE,
    BUILD,
    ASSEMBLE,
    SCAN,
    RELEASE,
    SIGN,
    ATTEST,
    ATTACH,
    VERIFY,
    PUBLISH,
    PROMOTE,
    /** Something, but not yet. */
    LATER,
    NOTHING;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
