package imagefactory.kargo.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * CustomResourceDefinitions made from the closed schemas that this project wrote of what it makes: what these do not name, the
 * API server refuses. What an API server takes no rule about ({@code oneOf}, {@code if}) is checked by the schemas themselves.
 */
public final class OwnDefinitions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    private static final Set<String> KEPT = Set.of(
            "type",
            "enum",
            "pattern",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minimum",
            "maximum",
            "required",
            "minProperties");

    private final JsonNode schemas = schemas();

    private OwnDefinitions() {}

    /** Kargo's and Argo Rollouts' kinds, as far as this project writes or reads them. */
    public static List<JsonNode> all() {
        var own = new OwnDefinitions();
        var all = new ArrayList<JsonNode>();
        all.add(own.definition("kargo.akuity.io", "Project", "projects", "Cluster"));
        all.add(own.definition("kargo.akuity.io", "ProjectConfig", "projectconfigs", "Namespaced"));
        all.add(own.definition("kargo.akuity.io", "Warehouse", "warehouses", "Namespaced"));
        all.add(own.definition("kargo.akuity.io", "Stage", "stages", "Namespaced"));
        all.add(own.definition("kargo.akuity.io", "Freight", "freights", "Namespaced"));
        all.add(own.definition("kargo.akuity.io", "Promotion", "promotions", "Namespaced"));
        all.add(own.definition("argoproj.io", "AnalysisTemplate", "analysistemplates", "Namespaced"));
        return all;
    }

    /** Those of a Kargo that knows nothing yet of how images are chosen. */
    public static List<JsonNode> older() {
        var all = all();
        all.forEach(OwnDefinitions::forget);
        return all;
    }

    private static void forget(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            object.remove(List.of("constraint", "allowTagsRegexes"));
        }
        schema.forEach(OwnDefinitions::forget);
    }

    private JsonNode definition(String group, String kind, String plural, String scope) {
        var version = group.equals("argoproj.io") ? "v1alpha1" : Cluster.VERSION;
        var definition = JSON.createObjectNode();
        definition.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "CustomResourceDefinition");
        definition.putObject("metadata").put("name", plural + "." + group);
        var spec = definition.putObject("spec").put("group", group).put("scope", scope);
        spec.putObject("names")
                .put("kind", kind)
                .put("listKind", kind + "List")
                .put("plural", plural)
                .put("singular", kind.toLowerCase(Locale.ROOT));
        var served = spec.putArray("versions")
                .addObject()
                .put("name", version)
                .put("served", true)
                .put("storage", true);
        served.putObject("subresources").putObject("status");
        served.putObject("schema").set("openAPIV3Schema", root(kind));
        return definition;
    }

    private JsonNode root(String kind) {
        var schema = schemas.at("/$defs/" + kind);
        if (schema.isMissingNode()) { // it is only read
            return JSON.createObjectNode().put("type", "object").put(PRESERVE, true);
        }
        var root = (ObjectNode) structural(schema);
        var properties = (ObjectNode) root.path("properties");
        properties.set("apiVersion", JSON.createObjectNode().put("type", "string"));
        properties.set("kind", JSON.createObjectNode().put("type", "string"));
        properties.set("metadata", JSON.createObjectNode().put("type", "object"));
        properties.set("status", JSON.createObjectNode().put("type", "object").put(PRESERVE, true));
        return root;
    }

    private JsonNode structural(JsonNode schema) {
        if (schema.has("$ref")) {
            return structural(schemas.at(schema.path("$ref").asText().substring(1)));
        }
        var made = JSON.createObjectNode();
        schema.properties().stream()
                .filter(each -> KEPT.contains(each.getKey()))
                .forEach(each -> made.set(each.getKey(), each.getValue().deepCopy()));
        constant(schema.path("const"), made);
        if (schema.has("items")) {
            made.set("items", structural(schema.path("items")));
        }
        if (schema.path("properties").isObject()) {
            var properties = made.putObject("properties");
            schema.path("properties")
                    .properties()
                    .forEach(each -> properties.set(each.getKey(), structural(each.getValue())));
        } else if (schema.path("additionalProperties").isObject()) {
            made.set("additionalProperties", structural(schema.path("additionalProperties")));
        }
        return typed(made);
    }

    private static void constant(JsonNode constant, ObjectNode made) {
        if (constant instanceof ArrayNode list) {
            made.put("type", "array").putObject("items").put("type", type(list.path(0)));
        } else if (!constant.isMissingNode()) {
            made.putArray("enum").add(constant);
        }
    }

    /** Each has a type, or keeps whatever comes. */
    private static JsonNode typed(ObjectNode made) {
        if (made.path("type").asText().equals("object")
                && !made.has("properties")
                && !made.has("additionalProperties")) {
            return made.put(PRESERVE, true);
        }
        if (made.path("type").isTextual()) {
            return made;
        }
        if (made.has("enum")) {
            return made.put("type", type(made.at("/enum/0")));
        }
        if (made.has("properties")) {
            return made.put("type", "object");
        }
        return made.has("pattern") || made.has("minLength")
                ? made.put("type", "string")
                : made.removeAll().put(PRESERVE, true);
    }

    private static String type(JsonNode value) {
        return value.isBoolean() ? "boolean" : value.isNumber() ? "integer" : "string";
    }

    private static JsonNode schemas() {
        try (var in = OwnDefinitions.class.getResourceAsStream("/manifests.schema.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
