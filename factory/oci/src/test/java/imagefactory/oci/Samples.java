package imagefactory.oci;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import imagefactory.core.registry.Registry;
import imagefactory.oci.content.ManifestReader;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small images with real bytes. */
public final class Samples {
    private Samples() {}

    /** An image whose configuration says the platform and one layer; the bytes are not canonical, as others write them. */
    public record Image(Bytes config, Bytes layer, Manifest manifest) {
        public Descriptor configDescriptor() {
            return manifest.content().config().orElseThrow();
        }

        public Descriptor layerDescriptor() {
            return manifest.content().layers().getFirst();
        }

        public void blobsTo(Registry registry, Repository repository) throws Exception {
            blob(registry, repository, configDescriptor(), config);
            blob(registry, repository, layerDescriptor(), layer);
        }

        public ImageRef pushTo(Registry registry, Repository repository) throws Exception {
            blobsTo(registry, repository);
            var ref = ImageRef.of(repository, manifest.digest());
            registry.put(ref, manifest);
            return ref;
        }
    }

    public static Image image(Platform platform, String content) throws Exception {
        return image(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, platform, content);
    }

    public static Image dockerImage(String content) throws Exception {
        var config = "application/vnd.docker.container.image.v1+json";
        return image(MediaTypes.DOCKER_MANIFEST, config, Platform.LINUX_AMD64, content);
    }

    private static Image image(String type, String configType, Platform platform, String content) throws Exception {
        var layer = Bytes.utf8(content);
        var config = Bytes.utf8("""
                {"architecture": "%s", "os": "%s", "config": {"Labels": {"io.imagefactory.test": "%s"}},
                 "rootfs": {"type": "layers", "diff_ids": ["%s"]}}
                """.formatted(platform.architecture(), platform.os(), content, layer.digest()));
        var layerType = type.equals(MediaTypes.OCI_MANIFEST)
                ? "application/vnd.oci.image.layer.v1.tar"
                : "application/vnd.docker.image.rootfs.diff.tar.gzip";
        var manifest = Bytes.utf8("""
                {
                   "schemaVersion": 2,
                   "mediaType": "%s",
                   "config": {"mediaType": "%s", "size": %d, "digest": "%s"},
                   "layers": [ {"mediaType": "%s", "size": %d, "digest": "%s"} ]
                }""".formatted(
                        type, configType, config.size(), config.digest(), layerType, layer.size(), layer.digest()));
        return new Image(config, layer, ManifestReader.read("a sample", Optional.of(type), manifest));
    }

    public static Manifest index(Image... images) {
        var platforms = List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64);
        var descriptors = new ArrayList<Descriptor>();
        for (int i = 0; i < images.length; i++) {
            var said = Map.of("io.imagefactory.inputs", "in-" + i);
            descriptors.add(images[i].manifest().descriptor().in(platforms.get(i), said));
        }
        return Manifest.index(descriptors, Map.of());
    }

    /** An artifact that refers to the subject, its blobs pushed and itself not yet. */
    public static Manifest artifact(Registry registry, Repository repository, Descriptor subject, String content)
            throws Exception {
        var layer = Bytes.utf8(content);
        var descriptor = new Descriptor(MediaTypes.SIGSTORE_BUNDLE, layer.digest(), layer.size());
        blob(registry, repository, descriptor, layer);
        var artifact = Manifest.artifact(subject, descriptor, Map.of("dev.sigstore.bundle.content", content));
        blob(registry, repository, artifact.content().config().orElseThrow(), Manifest.EMPTY);
        return artifact;
    }

    public static void blob(Registry registry, Repository repository, Descriptor descriptor, Bytes content)
            throws Exception {
        registry.putBlob(repository, descriptor, () -> new ByteArrayInputStream(content.array()));
    }
}
