package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import imagefactory.core.outcome.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A staging repository, what nobody needs in it, and what kept the factory from clearing it. */
public record LeftoverView(String repository, int kept, List<Item> items, Optional<Problem> problem) {
    /** A manifest that nobody needs. */
    public record Item(
            String digest, List<String> tags, long bytes, Optional<Instant> used, String because, boolean deleted) {
        static Item read(JsonNode json) {
            return new Item(
                    json.path("digest").asText(),
                    RunReader.list(json.path("tags"), JsonNode::asText),
                    json.path("bytes").asLong(),
                    RunReader.instant(json, "used"),
                    json.path("because").asText(),
                    json.path("deleted").asBoolean());
        }
    }

    public LeftoverView {
        items = List.copyOf(items);
    }

    /** From the factory's JSON. */
    public static LeftoverView read(JsonNode json) {
        return new LeftoverView(
                json.path("repository").asText(),
                json.path("kept").asInt(),
                RunReader.list(json.path("leftovers"), Item::read),
                RunReader.problem(json.path("problem")));
    }
}
