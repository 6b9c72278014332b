package imagefactory.app.store;

import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a base points on a platform, as far as somebody has watched.
 *
 * @param digest of the platform's manifest
 * @param changedAt when it was first seen there: the clock of {@code rebuildDelay}
 */
public record BaseSeen(
        ImageRef reference,
        Platform platform,
        Digest digest,
        Optional<Digest> previous,
        Instant changedAt,
        Instant checkedAt) {}
