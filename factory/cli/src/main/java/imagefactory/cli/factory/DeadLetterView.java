package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/** Bytes that could not be read as an event. */
public record DeadLetterView(String id, String problem, Instant received, Optional<Instant> replayed) {
    /** From the factory's JSON. */
    public static DeadLetterView read(JsonNode json) {
        return new DeadLetterView(
                json.path("id").asText(),
                json.path("problem").asText(),
                RunReader.instant(json, "received").orElse(Instant.EPOCH),
                RunReader.instant(json, "replayed"));
    }
}
