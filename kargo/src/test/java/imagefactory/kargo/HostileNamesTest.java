package imagefactory.kargo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import imagefactory.core.catalog.CatalogFile;
import imagefactory.core.catalog.CatalogInvalid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each name that somebody may write is refused where it is read, or is legal wherever it goes. */
class HostileNamesTest {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern PATH =
            Pattern.compile("([a-z0-9][a-z0-9-]*/)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final StrictSchemas SCHEMAS = new StrictSchemas();

    private static final List<String> TEXTS = List.of(
            "portal",
            "a",
            "1",
            "0",
            "-",
            "--",
            "a-",
            "-a",
            "a--b",
            "no",
            "null",
            "true",
            "1e3",
            "0x10",
            "12:30",
            "a.b",
            "a_b",
            "a__b",
            "A",
            "ä",
            "Ⅷ",
            "😀",
            "a b",
            " ",
            "",
            ".",
            "..",
            "../../etc/passwd",
            "/etc/passwd",
            "a/b",
            "a\\b",
            "a\nb",
            "a\tb",
            "a\u0000b",
            "a\u202eb",
            "$(id)",
            "`id`",
            "; rm -rf /",
            "--help",
            "${{ secret(\"x\").token }}",
            "${HOME}",
            "%2e%2e%2f",
            "{{ .Values }}",
            "&a",
            "*a",
            "!!java.lang.Object",
            "<<",
            "# x",
            "a: b",
            "- a",
            "'",
            "\"",
            "con",
            "kustomization",
            "rebuild-trigger-portal",
            "portal-0123abcd",
            "a".repeat(63),
            "a".repeat(64),
            "a".repeat(255),
            "a".repeat(256),
            "a".repeat(5_000));

    /** Where a name may stand: its key, and what is around it. */
    private static final Map<String, String> PLACES = Map.of(
            "name", "[{\"name\": %s, \"repository\": \"acme/x\", \"source\": {\"repo\": \"acme/mono\"}}]",
            "external", "[{\"name\": %s, \"repository\": \"acme/x\"}]",
            "repository",
                    "[{\"name\": \"x\", \"registry\": \"ghcr.io\", \"repository\": %s, \"source\": {\"repo\": \"acme/mono\"}}]",
            "registry",
                    "[{\"name\": \"x\", \"registry\": %s, \"repository\": \"acme/x\", \"source\": {\"repo\": \"acme/mono\"}}]",
            "tag",
                    "[{\"name\": \"x\", \"repository\": \"acme/x\", \"tags\": [%s], \"source\": {\"repo\": \"acme/mono\"}}]",
            "branch",
                    "[{\"name\": \"x\", \"repository\": \"acme/x\", \"source\": {\"repo\": \"acme/mono\", \"branch\": %s}}]",
            "stage",
                    "[{\"name\": \"x\", \"repository\": \"acme/x\", \"source\": {\"repo\": \"acme/mono\"}, \"stages\": [{\"name\": %s}]}]",
            "path",
                    "[{\"name\": \"x\", \"repository\": \"acme/x\", \"source\": {\"repo\": \"acme/mono\"}, \"stages\": [{\"name\": \"dev\"}],"
                            + " \"updates\": [{\"stage\": \"dev\", \"repo\": \"acme/gitops\", \"path\": %s, \"type\": \"yaml-update\"}]}]",
            "key",
                    "[{\"name\": \"x\", \"repository\": \"acme/x\", \"source\": {\"repo\": \"acme/mono\"}, \"stages\": [{\"name\": \"dev\"}],"
                            + " \"updates\": [{\"stage\": \"dev\", \"repo\": \"acme/gitops\", \"path\": \"a.yaml\", \"type\": \"yaml-update\", \"key\": %s}]}]");

    static Stream<String> places() {
        return PLACES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("places")
    void isRefusedWithItsPlaceOrLegalEverywhere(String place) throws Exception {
        int passed = 0;
        for (var text : TEXTS) {
            var synthesis = synthesis(place, text);
            synthesis.ifPresent(made -> isLegal(place + " " + text, made));
            passed += synthesis.isPresent() ? 1 : 0;
        }
        assertThat(passed).as("some pass, some do not").isBetween(1, TEXTS.size() - 1);
    }

    private static Optional<Synthesis> synthesis(String place, String text) throws Exception {
        var yaml = PLACES.get(place).formatted(JSON.writeValueAsString(text));
        try {
            var catalog = CatalogFile.read("images.yaml", yaml.getBytes(StandardCharsets.UTF_8), Path.of("/repo"));
            return Optional.of(Synthesis.of(catalog.catalog(), List.of(), Setting.DEFAULT));
        } catch (CatalogInvalid refused) {
            assertThat(refused.faults()).as("%s %s", place, text).isNotEmpty().allSatisfy(fault -> {
                assertThat(fault.line()).isPositive();
                assertThat(fault.text()).isNotBlank().hasSizeLessThan(1_000);
                assertThat(fault.remedy()).isNotBlank();
            });
            return Optional.empty();
        }
    }

    private static void isLegal(String what, Synthesis synthesis) {
        assertThat(synthesis.manifests().stream().map(Manifest::path))
                .as(what)
                .doesNotHaveDuplicates()
                .allMatch(path -> PATH.matcher(path).matches());
        for (var manifest : synthesis.manifests()) {
            var json = Documents.json(manifest.yaml());
            assertThat(SCHEMAS.faults(json)).as(what).isEmpty();
            if (json.has("metadata")) {
                assertThat(json.at("/metadata/name").asText()).as(what).matches(LABEL);
                json.at("/metadata/labels").forEach(value -> isLegalLabel(what, value));
            }
        }
    }

    private static void isLegalLabel(String what, JsonNode value) {
        assertThat(value.asText()).as(what).matches("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
    }
}
