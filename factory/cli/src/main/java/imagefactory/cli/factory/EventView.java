package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * An event, and where it led.
 *
 * @param isPlanned whether the factory has looked at it
 * @param runs that it caused or joined
 * @param skipped why no run was opened, for each image that it touched
 */
public record EventView(String id, boolean isPlanned, List<Long> runs, List<SkippedView> skipped) {
    /** An image for which nothing was done. */
    public record SkippedView(String image, String because) {}

    /** From the factory's JSON. */
    public static EventView read(JsonNode json) {
        return new EventView(
                json.path("id").asText(),
                json.path("plan").isIntegralNumber(),
                RunReader.list(json.path("runs"), JsonNode::asLong),
                RunReader.list(
                        json.path("skipped"),
                        each -> new SkippedView(
                                each.path("image").asText(),
                                each.path("because").asText())));
    }
}
