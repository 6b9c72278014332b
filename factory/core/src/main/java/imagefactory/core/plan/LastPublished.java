package imagefactory.core.plan;

import imagefactory.core.image.Digest;
import java.util.Optional;

/** What the factory remembers of its own publications: where to look, for a registry decides what is still there. */
@FunctionalInterface
public interface LastPublished {
    LastPublished NOTHING = _ -> Optional.empty();

    /** The index that was published last of an image; empty where this is not known. */
    Optional<Digest> of(String image);
}
