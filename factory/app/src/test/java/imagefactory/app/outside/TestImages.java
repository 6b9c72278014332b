package imagefactory.app.outside;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.json.CanonicalJson;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import imagefactory.core.registry.Registry;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Small images, put into a registry as a builder would. */
public final class TestImages {
    private final Registry registry;

    public TestImages(Registry registry) {
        this.registry = registry;
    }

    /** An index of an image for each platform, under a tag. */
    public Descriptor base(ImageRef ref, String content, List<Platform> platforms) throws Unavailable, Refused {
        var children = new ArrayList<Descriptor>();
        for (var platform : platforms) {
            var image = image(ref.repository(), platform, List.of(content + platform), Map.of());
            children.add(image.in(platform, Map.of()));
        }
        var index = Manifest.index(children, Map.of());
        registry.put(ref, index);
        return index.descriptor();
    }

    /** An image of one platform, by its digest; each layer is its text. */
    public Descriptor image(Repository repository, Platform platform, List<String> layers, Map<String, String> labels)
            throws Unavailable, Refused {
        var blobs = new ArrayList<Descriptor>();
        for (var layer : layers) {
            blobs.add(blob(repository, "application/vnd.oci.image.layer.v1.tar", Bytes.utf8(layer)));
        }
        var config = Map.of(
                "os", platform.os(),
                "architecture", platform.architecture(),
                "config", Map.of("Labels", labels),
                "rootfs",
                        Map.of(
                                "type",
                                "layers",
                                "diff_ids",
                                blobs.stream().map(Descriptor::digest).toList()));
        var manifest = manifest(blob(repository, MediaTypes.OCI_CONFIG, CanonicalJson.write(config)), blobs);
        registry.put(ImageRef.of(repository, manifest.digest()), manifest);
        return manifest.descriptor();
    }

    public Manifest manifest(ImageRef ref) throws Unavailable, Refused {
        return registry.manifest(ref).orElseThrow();
    }

    private static Manifest manifest(Descriptor config, List<Descriptor> layers) {
        var json = Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MediaTypes.OCI_MANIFEST,
                "config",
                config.json(),
                "layers",
                layers.stream().map(Descriptor::json).toList());
        var content = new Manifest.Content(
                Optional.of(config), layers, List.of(), Optional.empty(), Optional.empty(), new TreeMap<>());
        return new Manifest(MediaTypes.OCI_MANIFEST, CanonicalJson.write(json), content);
    }

    private Descriptor blob(Repository repository, String type, Bytes bytes) throws Unavailable, Refused {
        Digest digest = bytes.digest();
        var descriptor = new Descriptor(type, digest, bytes.size());
        registry.putBlob(repository, descriptor, () -> new ByteArrayInputStream(bytes.array()));
        return descriptor;
    }
}
