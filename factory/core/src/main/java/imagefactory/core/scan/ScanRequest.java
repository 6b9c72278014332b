package imagefactory.core.scan;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import java.util.Optional;

/**
 * One platform of an image, to be looked through.
 *
 * @param manifest of that platform
 * @param sbom made of the same manifest before: findings are matched from it, and nothing of the image is read
 */
public record ScanRequest(Repository repository, Digest manifest, Platform platform, Optional<Bytes> sbom) {}
