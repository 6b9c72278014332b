package imagefactory.kargo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What lies in {@code deploy/kargo} is what follows from the root's {@code images.yaml}: {@code ./taskw kargo:synth} writes it. */
class DeployedManifestsTest {
    private static final Path DEPLOYED = Path.of("../deploy/kargo");

    @Test
    void deployedManifestsFollowFromTheCatalog() throws IOException {
        var made = new TreeMap<String, String>();
        Documents.synthesis(Documents.text(Path.of("../images.yaml")))
                .manifests()
                .forEach(manifest -> made.put(manifest.path(), manifest.yaml()));

        assertThat(deployed()).isEqualTo(made);
    }

    private static Map<String, String> deployed() throws IOException {
        var deployed = new TreeMap<String, String>();
        try (var files = Files.walk(DEPLOYED)) {
            files.filter(file -> file.toString().endsWith(".yaml"))
                    .forEach(file -> deployed.put(DEPLOYED.relativize(file).toString(), Documents.text(file)));
        }
        return deployed;
    }
}
