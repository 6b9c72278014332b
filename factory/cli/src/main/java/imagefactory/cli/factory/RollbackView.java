package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import imagefactory.core.image.Digest;
import java.util.Optional;

/**
 * What came of a rollback.
 *
 * @param from what the stage has, or was being brought to
 * @param promotion what Kargo calls its way there
 * @param made whether that was made for this request
 * @param afterwards what becomes of newer publications: {@code held}, {@code automatic}, {@code manual}
 */
public record RollbackView(
        String image,
        String stage,
        Optional<Digest> from,
        Digest to,
        String promotion,
        boolean made,
        String afterwards) {
    /** From the factory's JSON. */
    static RollbackView read(JsonNode json) {
        return new RollbackView(
                json.path("image").asText(),
                json.path("stage").asText(),
                RunReader.text(json, "from").map(Digest::new),
                new Digest(json.path("to").asText()),
                json.path("promotion").asText(),
                json.path("made").asBoolean(),
                json.path("afterwards").asText());
    }
}
