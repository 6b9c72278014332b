package imagefactory.kargo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The schemas of the programs that read the manifests: custom resources, configurations of promotion steps, subscriptions.
 *
 * <p>Of a custom resource the API server drops what it does not know; here that is a fault.
 */
final class RealSchemas {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final Map<String, JsonSchema> kinds = new HashMap<>();
    private final Map<String, JsonSchema> steps = new HashMap<>();
    private final Map<String, JsonSchema> subscriptions = new HashMap<>();

    /** @param folder with {@code kargo argo-rollouts kargo-steps kargo-subscriptions} in it */
    RealSchemas(Path folder) throws IOException {
        for (var definitions : List.of("kargo", "argo-rollouts")) {
            for (var definition : Documents.in(folder.resolve(definitions))) {
                var version = (ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema");
                kinds.put(key(definition), FACTORY.getSchema(closed(version)));
            }
        }
        read(folder.resolve("kargo-steps"), "-config.json", steps);
        read(folder.resolve("kargo-subscriptions"), ".json", subscriptions);
    }

    /** Whether these programs define what this document is. */
    boolean know(JsonNode document) {
        return kinds.containsKey(document.path("apiVersion").asText() + " "
                + document.path("kind").asText());
    }

    /** What is wrong with a document, each with its place. */
    List<String> faults(JsonNode document) {
        var name = document.path("kind").asText() + " "
                + document.at("/metadata/name").asText();
        var faults = new ArrayList<String>();
        var kind = document.path("apiVersion").asText() + " "
                + document.path("kind").asText();
        faults(name, kinds.get(kind), document).forEach(faults::add);
        for (var step : document.at("/spec/promotionTemplate/spec/steps")) {
            var uses = step.path("uses").asText();
            faults(name + ", step " + uses, steps.get(uses), step.path("config"))
                    .forEach(faults::add);
        }
        for (var subscription : document.at("/spec/subscriptions")) {
            subscription
                    .properties()
                    .forEach(each -> faults(
                                    name + ", subscription " + each.getKey(),
                                    subscriptions.get(each.getKey()),
                                    each.getValue())
                            .forEach(faults::add));
        }
        return faults;
    }

    private static Stream<String> faults(String name, JsonSchema schema, JsonNode node) {
        return schema == null
                ? Stream.of(name + ": nobody knows it")
                : schema.validate(node).stream().map(fault -> name + fault.getMessage());
    }

    private static String key(JsonNode definition) {
        return definition.at("/spec/group").asText() + "/"
                + definition.at("/spec/versions/0/name").asText() + " "
                + definition.at("/spec/names/kind").asText();
    }

    private static void read(Path folder, String ending, Map<String, JsonSchema> into) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                var name = file.getFileName().toString();
                if (name.endsWith(ending)) {
                    var schema = Documents.json(Documents.text(file));
                    into.put(name.substring(0, name.length() - ending.length()), FACTORY.getSchema(schema));
                }
            }
        }
    }

    private static JsonNode closed(JsonNode schema) {
        schema.forEach(RealSchemas::closed);
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && object.path("type").asText().equals("object")
                && !object.has("additionalProperties")
                && !object.has("x-kubernetes-preserve-unknown-fields")) {
            object.put("additionalProperties", false);
        }
        return schema;
    }
}
