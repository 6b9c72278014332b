package imagefactory.builder.cli;

import imagefactory.core.build.Format;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What one call is to build, from where, to where.
 *
 * @param place where the source is
 * @param recipe what is built of it
 * @param output where it goes
 * @param access what it may use
 * @param folders where it may write
 */
record Order(Place place, Recipe recipe, Output output, Access access, Folders folders) {
    /**
     * Where the source is.
     *
     * @param context a folder or a git URL
     * @param subPath folder in it
     * @param dockerfile from context and sub path
     */
    record Place(
            String context, Optional<String> revision, Optional<String> branch, String subPath, String dockerfile) {}

    /** What is built. {@code pins} is empty where nothing is pinned. */
    record Recipe(
            Optional<String> target,
            SortedMap<String, String> args,
            SortedMap<String, String> labels,
            Platform platform,
            Format format,
            Cache cache,
            List<PinWord> pins,
            Optional<Digest> context) {}

    /**
     * What layers of earlier builds are used for.
     *
     * @param used whether any are
     * @param shared a repository with more of them than are here
     */
    record Cache(boolean used, Optional<Shared> shared) {
        static final Cache NONE = new Cache(false, Optional.empty());

        /** @param age as Buildah takes it, and beyond which a layer counts no more */
        record Shared(Repository repository, String age) {}
    }

    /** A pin as given; without a platform it is for all. */
    record PinWord(ImageRef reference, Optional<Platform> platform, Digest manifest) {}

    /** Where the image goes. */
    record Output(
            List<ImageRef> destinations,
            boolean push,
            int attempts,
            Optional<Path> digestFile,
            Optional<Path> nameFile) {}

    /**
     * What a build may use.
     *
     * @param authorities PEM files that certificates of registries are believed by, beside the system's
     */
    record Access(
            Optional<Path> registryConfig,
            List<String> insecure,
            List<Path> authorities,
            Optional<Path> gitCredentials) {}

    /** Where a build may write: alone, and together with others. */
    record Folders(Path work, Optional<Path> cache) {}
}
