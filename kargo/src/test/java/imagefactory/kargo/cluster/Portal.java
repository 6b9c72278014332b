package imagefactory.kargo.cluster;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.CatalogFile;
import imagefactory.core.catalog.CatalogInvalid;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.kargo.Setting;
import imagefactory.kargo.Synthesis;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** An image with two stages, and what is synthesised of it. */
final class Portal {
    private Portal() {}

    static EnrolledImage image() {
        try {
            var yaml = """
                    - name: portal
                      registry: ghcr.io
                      repository: acme/portal
                      source: {repo: acme/mono}
                      stages: [{name: dev}, {name: prod, soak: 48h}]
                    """;
            return CatalogFile.read("images.yaml", yaml.getBytes(StandardCharsets.UTF_8), Path.of("/repo"))
                    .catalog()
                    .images()
                    .getFirst();
        } catch (CatalogInvalid e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes those of its manifests that are of these kinds. */
    static void make(KubernetesClient client, String project, Set<String> kinds) {
        var usual = Setting.DEFAULT;
        var setting = new Setting(project, usual.factory(), usual.commands(), usual.controlNamespace());
        Synthesis.of(new Catalog(List.of(image())), List.of(), setting).manifests().stream()
                .filter(manifest -> kinds.contains(manifest.kind()))
                .forEach(manifest ->
                        client.resource(manifest.yaml()).inNamespace(project).create());
    }
}
