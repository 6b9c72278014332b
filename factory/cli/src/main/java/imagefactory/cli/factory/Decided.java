package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** Something that the factory decided about an image. */
public record Decided(Instant at, String kind, String cause) {
    /** From the factory's JSON. */
    public static Decided read(JsonNode json) {
        return new Decided(
                RunReader.instant(json, "at").orElse(Instant.EPOCH),
                json.path("kind").asText(),
                json.path("cause").asText());
    }
}
