package imagefactory.kargo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a real API server, by definitions made from this project's own schemas: closed, so that no key is dropped unseen. */
class AppliedManifestsTest extends AppliedManifests {
    @Override
    List<JsonNode> definitions() {
        return OwnDefinitions.all();
    }

    @Test
    void aKeyThatKargoDoesNotKnowIsRefusedByItsName() throws Exception {
        var project = cluster().namespace("unknown-key");
        written(project, "- {name: nginx, repository: library/nginx}\n");
        var warehouse = folder.resolve("warehouses/nginx.yaml");
        Files.writeString(warehouse, Files.readString(warehouse).replace("discoveryLimit", "discoverylimit"));

        var applied = cluster().apply(folder);

        assertThat(applied.exit()).isEqualTo(1);
        assertThat(applied.said())
                .contains("spec.subscriptions[0].image.discoverylimit", "they are for Kargo 1.11 and later");
    }

    @Test
    void aClusterWithoutKargoSaysWhatItLacks() throws Exception {
        cluster().uninstall();
        try {
            var applied = cluster().apply(Path.of("../deploy/kargo"));

            assertThat(applied.exit()).isEqualTo(1);
            assertThat(applied.said()).contains("kargo.akuity.io", "they are for Kargo 1.11 and later");
        } finally {
            cluster().install(OwnDefinitions.all());
        }
    }
}
