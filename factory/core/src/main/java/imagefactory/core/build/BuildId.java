package imagefactory.core.build;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;

/**
 * One build among all: what is built, and the staging repository that it is pushed to.
 *
 * <p>Images of the same inputs share a key, never a build: nothing is there for the one whose builder pushed elsewhere.
 */
public record BuildId(BuildKey key, Repository staging) {
    private static final int SHORT = 12;

    /** Where it is pushed. Anyone may push a tag: it counts only with a record of ours. */
    public ImageRef destination() {
        return ImageRef.of(staging, "build-" + key);
    }

    /** @return 77 lower-case letters, digits and a dash: fit for a file */
    @Override
    public String toString() {
        return key + "-" + Bytes.utf8(staging.toString()).digest().hex().substring(0, SHORT);
    }
}
