package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;

/** Reasons from JSON. One that only a newer factory knows is told by its name. */
final class ReasonReader {
    private ReasonReader() {}

    static Reason read(JsonNode json) {
        var kind = json.path("kind").asText("unknown");
        return switch (kind) {
            case "never-published" -> new Reason("never published", "");
            case "base-changed" -> base(json);
            case "source-changed" -> new Reason("source changed", change(json, "was", "now"));
            case "enrolment-changed" -> new Reason("enrolment changed", words(json.path("what")));
            case "origin-unknown" ->
                new Reason(
                        "origin unknown",
                        Brief.name(json.path("published").asText()) + " has no provenance that this factory signed");
            case "parent-rebuilt" ->
                new Reason("parent rebuilt", json.path("parent").asText());
            case "tags-elsewhere" -> new Reason("tags elsewhere", words(json.path("tags")));
            case "asked" -> asked(json);
            case "not-yet-known" ->
                new Reason("not yet known", json.path("waitsFor").asText());
            default -> new Reason(kind.replace('-', ' '), "");
        };
    }

    private static Reason base(JsonNode json) {
        return new Reason(
                "base updated",
                json.path("base").asText() + "  " + change(json, "was", "now") + " on "
                        + json.path("platform").asText());
    }

    private static Reason asked(JsonNode json) {
        var without = json.path("noCache").asBoolean() ? " (without cache)" : "";
        return new Reason(
                "asked by " + json.path("by").asText(), json.path("why").asText() + without);
    }

    private static String change(JsonNode json, String was, String now) {
        var before = json.path(was).asText("");
        var after = Brief.name(json.path(now).asText());
        return before.isEmpty() || before.equals("null") ? after : Brief.name(before) + " → " + after;
    }

    private static String words(JsonNode list) {
        var words = new ArrayList<String>();
        list.forEach(word -> words.add(word.asText()));
        return String.join(", ", words);
    }
}
