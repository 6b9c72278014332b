package imagefactory.core.build;

import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.source.Source;

/**
 * One platform of one image, to be built.
 *
 * @param image the enrolled name, for people
 * @param commit of the source; the branch may have moved on since
 * @param inputs what the builder has to find: its own report is compared with them
 * @param epoch see {@link BuildKey#of}
 * @param layers which layers of earlier builds may be used
 */
public record BuildRequest(
        String image, Source source, String commit, Inputs inputs, String epoch, Repository staging, Layers layers) {
    /** Which layers of earlier builds a build may use; what comes of it has to be the same. */
    public enum Layers {
        NONE,
        /** Those that are where it runs. */
        LOCAL,
        /** Those that the staging repository has, too. */
        SHARED
    }

    public BuildKey key() {
        return BuildKey.of(inputs.digest(), epoch);
    }

    public BuildId id() {
        return new BuildId(key(), staging);
    }

    public ImageRef destination() {
        return id().destination();
    }
}
