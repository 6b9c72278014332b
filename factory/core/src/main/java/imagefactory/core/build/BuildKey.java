package imagefactory.core.build;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import imagefactory.core.image.Digest;
import imagefactory.core.json.CanonicalJson;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a build is named by, wherever it leaves a trace: in one staging repository, the same key is built once.
 *
 * @param value 64 hexadecimal digits: SHA-256 over inputs and epoch
 */
public record BuildKey(@JsonValue String value) implements Comparable<BuildKey> {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BuildKey {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("\"" + value + "\" is not a build key: 64 hexadecimal digits expected");
        }
    }

    /** @param epoch empty, unless a rebuild without cache asked for new bits of the same inputs */
    public static BuildKey of(Digest inputs, String epoch) {
        return new BuildKey(CanonicalJson.write(List.of(inputs, epoch)).digest().hex());
    }

    @Override
    public int compareTo(BuildKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
