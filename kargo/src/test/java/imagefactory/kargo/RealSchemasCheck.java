package imagefactory.kargo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Whether the manifests fit the schemas of Kargo and Argo Rollouts themselves. These are not part of the project, so this
 * is no test of the build: {@code ./taskw kargo:check} runs it, with the folder that holds them in {@code kargo.schemas}.
 */
class RealSchemasCheck {
    private final RealSchemas schemas = new RealSchemas(folder());

    RealSchemasCheck() throws IOException {}

    @Test
    void everyManifestFits() throws IOException {
        var documents = new ArrayList<>(Documents.in(Path.of("../deploy/kargo")));
        documents.addAll(Documents.in(SynthesisGoldenTest.CASES).stream()
                .filter(document -> document.has("kind"))
                .toList());

        var known = documents.stream().filter(schemas::know).toList();

        assertThat(known).isNotEmpty().flatMap(schemas::faults).isEmpty();
        Files.writeString(
                Path.of("target/kargo-check.txt"),
                "%d of %d documents are Kargo's or Argo's, and all of them fit the schemas in %s%n"
                        .formatted(known.size(), documents.size(), folder()));
    }

    @Test
    void whatDoesNotFitIsFound() {
        assertThat(faultsWith("/spec", "requestedfreight")).isNotEmpty();
        assertThat(faultsWith("/spec/requestedFreight/0/sources", "soak")).isNotEmpty();
        assertThat(faultsWith("/spec/promotionTemplate/spec/steps/0/config", "branch"))
                .isNotEmpty();
    }

    private List<String> faultsWith(String pointer, String key) {
        var stage = Documents.document("- {name: a, repository: a/a}", "Stage", "rebuild-trigger-a");
        assertThat(schemas.faults(stage)).isEmpty();
        ((ObjectNode) stage.at(pointer)).put(key, "1h");
        return schemas.faults(stage);
    }

    private static Path folder() {
        return Optional.ofNullable(System.getProperty("kargo.schemas"))
                .map(Path::of)
                .orElseThrow(
                        () -> new IllegalStateException("Type ./taskw kargo:check: it says where the schemas are."));
    }
}
