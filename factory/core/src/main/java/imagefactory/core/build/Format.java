package imagefactory.core.build;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The media types of an image's manifest; {@code auto}: Docker's where OCI's would lose an instruction, else OCI's. */
public enum Format {
    AUTO,
    OCI,
    DOCKER;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Format parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
