package imagefactory.kargo.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.Yaml;

/** The same by Kargo's and Argo Rollouts' own definitions; as these are not part of the project, {@code ./taskw kargo:check} runs it. */
class RealAppliedManifestsCheck extends AppliedManifests {
    @Override
    List<JsonNode> definitions() throws IOException {
        var folder = Optional.ofNullable(System.getProperty("kargo.schemas"))
                .map(Path::of)
                .orElseThrow(
                        () -> new IllegalStateException("Type ./taskw kargo:check: it says where the schemas are."));
        var definitions = new ArrayList<JsonNode>();
        for (var part : List.of("kargo", "argo-rollouts")) {
            try (var files = Files.list(folder.resolve(part))) {
                for (var file : files.sorted().toList()) {
                    definitions.add(new ObjectMapper().valueToTree(new Yaml().<Object>load(Files.readString(file))));
                }
            }
        }
        return definitions;
    }
}
