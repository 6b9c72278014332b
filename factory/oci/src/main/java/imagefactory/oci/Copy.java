package imagefactory.oci;

import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.Registry;
import imagefactory.oci.content.Parts;
import imagefactory.oci.content.Wrong;
import java.util.List;

/** Copies what a reference names from one repository into another: the parts before the whole, the same bytes, no tags. */
final class Copy {
    private static final int MAX_DEPTH = 4;

    private final Registry registry;
    private final Repository from;
    private final Repository to;

    Copy(Registry registry, Repository from, Repository to) {
        this.registry = registry;
        this.from = from;
        this.to = to;
    }

    Descriptor run(ImageRef source) throws Unavailable, Refused {
        return copy(read(source), 1).descriptor();
    }

    private Manifest copy(Manifest manifest, int depth) throws Unavailable, Refused {
        if (registry.head(ImageRef.of(to, manifest.digest())).isPresent()) {
            return manifest;
        }
        if (depth > MAX_DEPTH) {
            throw Wrong.answer(from + "@" + manifest.digest() + " lies more than " + MAX_DEPTH + " indexes deep.");
        }
        for (var child : manifest.content().manifests()) {
            copy(read(ImageRef.of(from, child.digest())), depth + 1);
        }
        for (var blob : Parts.blobs(manifest)) {
            move(blob);
        }
        put(manifest);
        return manifest;
    }

    private Manifest read(ImageRef ref) throws Unavailable, Refused {
        return Images.present(registry.manifest(ref), ref);
    }

    private void move(Descriptor blob) throws Unavailable, Refused {
        if (!registry.mount(to, blob.digest(), from)) {
            registry.putBlob(to, blob, () -> registry.blob(from, blob));
        }
    }

    private void put(Manifest manifest) throws Unavailable, Refused {
        if (manifest.content().subject().isPresent()) {
            registry.attach(to, List.of(manifest));
        } else {
            registry.put(ImageRef.of(to, manifest.digest()), manifest);
        }
    }
}
