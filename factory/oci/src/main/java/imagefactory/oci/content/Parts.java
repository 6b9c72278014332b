package imagefactory.oci.content;

import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import java.util.LinkedHashSet;
import java.util.Set;

/** What has to be there before a manifest can be. */
public final class Parts {
    private Parts() {}

    /** Its blobs, each once, the configuration first; without layers that their owner allows nobody to pass on. */
    public static Set<Descriptor> blobs(Manifest manifest) {
        var blobs = new LinkedHashSet<Descriptor>();
        manifest.content().config().ifPresent(blobs::add);
        manifest.content().layers().stream()
                .filter(layer -> !isForeign(layer.mediaType()))
                .forEach(blobs::add);
        return blobs;
    }

    /** Its blobs, and the manifests that it lists. */
    public static Set<Descriptor> all(Manifest manifest) {
        var all = blobs(manifest);
        all.addAll(manifest.content().manifests());
        return all;
    }

    private static boolean isForeign(String mediaType) {
        return mediaType.contains(".foreign.") || mediaType.contains(".nondistributable.");
    }
}
