package imagefactory.core.registry;

import imagefactory.core.image.Digest;
import imagefactory.core.image.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What an image's configuration says of it (OCI image-spec v1.1, "Image Configuration").
 *
 * @param diffIds {@code rootfs.diff_ids}: the uncompressed layers, the lowest first
 * @param created when the image says that it was made
 */
public record ImageConfig(
        Platform platform, List<Digest> diffIds, SortedMap<String, String> labels, Optional<Instant> created) {
    public ImageConfig {
        diffIds = List.copyOf(diffIds);
    }

    public ImageConfig(Platform platform, List<Digest> diffIds, SortedMap<String, String> labels) {
        this(platform, diffIds, labels, Optional.empty());
    }

    /** Whether this image was made on top of that one. */
    public boolean isBuiltOn(ImageConfig base) {
        return diffIds.size() >= base.diffIds.size()
                && diffIds.subList(0, base.diffIds.size()).equals(base.diffIds);
    }
}
