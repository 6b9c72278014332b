package imagefactory.oci;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Registry;
import imagefactory.oci.layout.LayoutRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutRegistryTest extends RegistryContract {
    private static final Repository PORTAL = new Repository("127.0.0.1:5000", "demo/portal");

    @TempDir
    Path root;

    @Override
    Registry registry() {
        return new LayoutRegistry(root);
    }

    @Override
    String host() {
        return "127.0.0.1:5000";
    }

    @Test
    void repositoryIsADirectoryThatOtherProgramsRead() throws Exception {
        var registry = new LayoutRegistry(root);
        var image = Samples.image(Platform.LINUX_AMD64, "seen by others");
        image.blobsTo(registry, PORTAL);
        registry.put(ImageRef.of(PORTAL, "1.0"), image.manifest());

        var layout = root.resolve("127.0.0.1_5000").resolve("demo+portal");
        assertThat(layout.resolve("oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
        assertThat(layout.resolve("index.json"))
                .content()
                .contains("\"org.opencontainers.image.ref.name\":\"1.0\"")
                .contains(image.manifest().digest().value());
        try (var files = Files.list(layout)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("oci-layout", "index.json", "blobs");
        }
    }

    @Test
    void largeLayerIsNoManifest() throws Exception {
        var registry = new LayoutRegistry(root);
        var layer = Bytes.of(new byte[5_000_000]);
        var descriptor = new Descriptor("application/octet-stream", layer.digest(), layer.size());
        Samples.blob(registry, PORTAL, descriptor, layer);

        assertThat(registry.manifest(ImageRef.of(PORTAL, layer.digest()))).isEmpty();
    }

    @Test
    void deletedTagLeavesItsManifest() throws Exception {
        var registry = new LayoutRegistry(root);
        var image = Samples.image(Platform.LINUX_AMD64, "untagged");
        image.blobsTo(registry, PORTAL);
        registry.put(ImageRef.of(PORTAL, "1.0"), image.manifest());
        registry.put(ImageRef.of(PORTAL, "latest"), image.manifest());

        registry.delete(ImageRef.of(PORTAL, "1.0"));

        assertThat(registry.tags(PORTAL)).containsExactly("latest");
        assertThat(registry.manifest(ImageRef.of(PORTAL, "1.0"))).isEmpty();
        assertThat(registry.manifest(ImageRef.of(PORTAL, image.manifest().digest())))
                .contains(image.manifest());
    }
}
