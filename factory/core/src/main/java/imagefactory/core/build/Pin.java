package imagefactory.core.build;

import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;

/**
 * A reference of a Dockerfile, held to the manifest that it stood for.
 *
 * @param reference as the Dockerfile names it, in full form
 * @param platform of the stage that names it
 * @param manifest of that platform: an index that only gained an architecture changes nothing here
 */
public record Pin(ImageRef reference, Platform platform, Digest manifest) implements Comparable<Pin> {
    @Override
    public int compareTo(Pin other) {
        int order = reference.compareTo(other.reference);
        return order != 0 ? order : platform.compareTo(other.platform);
    }
}
