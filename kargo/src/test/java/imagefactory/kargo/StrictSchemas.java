package imagefactory.kargo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The schemas that this project wrote for what it makes: closed, one for each kind. */
final class StrictSchemas {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final Map<String, JsonSchema> kinds = new HashMap<>();
    private final ObjectNode all = all();

    /** What is wrong with a document, each with its place. */
    List<String> faults(JsonNode document) {
        var kind = document.path("kind").asText();
        if (!all.at("/$defs").has(kind)) {
            return List.of("no schema for a " + kind);
        }
        return kinds.computeIfAbsent(kind, this::schema).validate(document).stream()
                .map(fault -> kind + " " + document.at("/metadata/name").asText() + fault.getMessage())
                .sorted()
                .toList();
    }

    private JsonSchema schema(String kind) {
        return FACTORY.getSchema(all.deepCopy().put("$ref", "#/$defs/" + kind));
    }

    private static ObjectNode all() {
        try (var in = StrictSchemas.class.getResourceAsStream("/manifests.schema.json")) {
            return (ObjectNode) new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
