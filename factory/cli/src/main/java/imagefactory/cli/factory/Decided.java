package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Something that the factory decided about an image.
 *
 * @param what the word for it, and what it is about: {@code opened run 18}
 */
public record Decided(Instant at, String what, String because) {
    /** From the factory's JSON. */
    public static Decided read(JsonNode json) {
        var kind = json.path("kind").asText();
        var data = json.path("data");
        var what = switch (kind) {
            case "opened", "joined" -> words(kind, " run ", data.path("run"));
            case "published", "promoted" -> words(kind, " ", data.path("digest"));
            case "reverted" -> words(kind, " to ", data.path("digest"));
            case "failed" -> words(kind, " with ", data.path("problem"));
            default -> kind;
        };
        return new Decided(
                RunReader.instant(json, "at").orElse(Instant.EPOCH),
                what,
                json.path("because").asText());
    }

    private static String words(String kind, String of, JsonNode value) {
        return value.isValueNode() && !value.isNull() ? kind + of + value.asText() : kind;
    }
}
