package imagefactory.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import imagefactory.core.build.Format;
import imagefactory.core.scan.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImagesSchemaTest {
    private static final int MUTATIONS = 2_000;
    private static final Map<Place, String> PLACES = Map.of(
            Place.IMAGE, "/items",
            Place.SOURCE, "/items/properties/source",
            Place.VERSION, "/items/properties/version",
            Place.SCAN, "/items/properties/scan",
            Place.ACCEPT, "/items/properties/scan/properties/accept/items",
            Place.STAGE, "/items/properties/stages/items",
            Place.UPDATE, "/items/properties/updates/items",
            Place.LOCAL, "/items/properties/local",
            Place.ENROLLMENT, "/items/properties/enrollment");

    private final ObjectMapper json = new ObjectMapper();
    private final JsonNode text = text();
    private final JsonSchema schema =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);

    static Stream<FaultTable.Row> faultsOfShape() {
        return FaultTable.SHAPE.stream();
    }

    static Stream<FaultTable.Row> faultsOfSense() {
        return FaultTable.SENSE.stream();
    }

    @Test
    void schemaAndCodeKnowTheSameKeys() {
        assertThat(PLACES).containsOnlyKeys(Place.values());
        PLACES.forEach((place, pointer) -> {
            var object = text.at(pointer);
            assertThat(names(object.at("/properties"))).as(pointer).containsExactlyInAnyOrderElementsOf(place.keys());
            assertThat(object.at("/additionalProperties").isBoolean())
                    .as(pointer)
                    .isTrue();
        });
    }

    @Test
    void schemaAndCodeHaveTheSameDefaults() throws Exception {
        var sound = "- {name: api, repository: acme/api, source: {repo: acme/mono}}";
        var image = (ObjectNode) Yaml.json(sound).get(0);

        int defaults = fillIn(image, "/items") + fillIn((ObjectNode) image.get("source"), "/items/properties/source");
        defaults += fillIn(image.putObject("scan"), "/items/properties/scan");

        assertThat(defaults).isEqualTo(14);
        assertThat(Samples.managed(json.createArrayNode().add(image).toString()))
                .isEqualTo(Samples.managed(sound));
    }

    @Test
    void schemaAndCodeHaveTheSameWords() {
        assertThat(words("/items/properties/format/enum")).isEqualTo(small(Format.values()));
        assertThat(words("/items/properties/source/properties/provider/enum"))
                .isEqualTo(small(SourceReader.Provider.values()));
        assertThat(words("/items/properties/scan/properties/ceiling/enum"))
                .isEqualTo(Arrays.stream(Severity.values()).map(Severity::name).toList());
        assertThat(words("/items/properties/imageSelectionStrategy/enum")).isEqualTo(WatchReader.STRATEGIES);
        assertThat(words("/items/properties/updates/items/properties/type/enum"))
                .isEqualTo(PromotionReader.TYPES);
    }

    @Test
    void schemaAndCodeHaveTheSameLimits() {
        assertThat(text.at("/maxItems").intValue()).isEqualTo(CatalogFile.MOST_IMAGES);
        assertThat(text.at("/items/properties/platforms/maxItems").intValue()).isEqualTo(BuildReader.MOST_PLATFORMS);
        assertThat(text.at("/items/properties/tags/maxItems").intValue()).isEqualTo(BuildReader.MOST_TAGS);
        assertThat(text.at("/items/properties/secrets/maxItems").intValue()).isEqualTo(BuildReader.MOST_SECRETS);
        assertThat(text.at("/items/properties/labels/maxProperties").intValue()).isEqualTo(BuildReader.MOST_PAIRS);
        assertThat(text.at("/items/properties/scan/properties/accept/maxItems").intValue())
                .isEqualTo(PolicyReader.MOST_ACCEPTED);
        assertThat(text.at("/items/properties/stages/maxItems").intValue()).isEqualTo(PromotionReader.MOST);
        assertThat(text.at("/items/properties/updates/maxItems").intValue()).isEqualTo(PromotionReader.MOST);
        assertThat(text.at("/items/properties/allowTags/maxLength").intValue()).isEqualTo(Forms.LONGEST_REGEX);
    }

    @Test
    void schemaSaysWhatIsNotYetObeyed() {
        var said = new ArrayList<String>();
        for (var place : List.of(Place.IMAGE, Place.SOURCE)) {
            for (var key : place.keys()) {
                var description = text.at(PLACES.get(place) + "/properties/" + key + "/description")
                        .asText();
                if (description.endsWith(" Read and not yet obeyed.")) {
                    said.add(place.path(key));
                }
            }
        }

        assertThat(said).containsExactlyInAnyOrderElementsOf(CatalogFile.NOT_YET_OBEYED);
    }

    @Test
    void everyKeyIsDescribed() {
        PLACES.values().stream()
                .filter(pointer -> !pointer.equals(PLACES.get(Place.ENROLLMENT)))
                .forEach(pointer -> assertThat(text.at(pointer + "/properties"))
                        .allSatisfy(key -> assertThat(key.at("/description").asText())
                                .as(pointer)
                                .endsWith(".")));
    }

    @Test
    void goodFilesPass() throws Exception {
        for (var name : Samples.GOOD) {
            assertThat(schema.validate(Yaml.json(Samples.text(name)))).as(name).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("faultsOfShape")
    void faultOfShapeFailsHereToo(FaultTable.Row row) throws Exception {
        assertThat(schema.validate(Yaml.json(Samples.image(row.line())))).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("faultsOfSense")
    void faultOfSenseIsBeyondASchema(FaultTable.Row row) throws Exception {
        assertThat(schema.validate(Yaml.json(Samples.image(row.line())))).isEmpty();
    }

    @Test
    void whatTheCodeAcceptsPassesHereToo() {
        long seed = 20_260_303;
        var random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            var name = Samples.GOOD.get(random.nextInt(Samples.GOOD.size()));
            var yaml = new String(CatalogMutationTest.mutated(Samples.text(name), random), StandardCharsets.UTF_8);
            if (Samples.faults(yaml).isEmpty()) {
                accepted++;
                assertThat(schema.validate(Yaml.json(yaml)))
                        .as("seed " + seed + ", file " + i + "\n" + yaml)
                        .isEmpty();
            }
        }
        assertThat(accepted).isGreaterThan(MUTATIONS / 20);
    }

    private int fillIn(ObjectNode object, String pointer) {
        int filled = 0;
        for (var property : text.at(pointer + "/properties").properties()) {
            if (property.getValue().has("default")) {
                object.set(property.getKey(), property.getValue().get("default"));
                filled++;
            }
        }
        return filled;
    }

    private List<String> words(String pointer) {
        return json.convertValue(
                text.at(pointer), json.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    private static List<String> small(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(java.util.Locale.ROOT))
                .toList();
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode text() {
        try (var in = ImagesSchemaTest.class.getResourceAsStream("/images.schema.json")) {
            return new ObjectMapper().readTree(in);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
