package imagefactory.core.leftover;

import imagefactory.core.image.Digest;
import imagefactory.core.registry.Manifest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A manifest that is found in a staging repository.
 *
 * @param tags that stand for it
 * @param used when a run last took it for the result of a build; empty where no record of a build names it
 */
public record Staged(Manifest manifest, List<String> tags, Optional<Instant> used) {
    public Staged {
        tags = List.copyOf(tags);
    }

    public Digest digest() {
        return manifest.digest();
    }
}
