package imagefactory.scanner;

import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.io.IOException;
import java.nio.file.Path;

/** Brings one platform manifest and all that it names out of a registry. */
@FunctionalInterface
public interface ImageExport {
    /**
     * Takes as long as the image needs; every digest is checked on the way.
     *
     * @param image one platform, by digest
     * @param layout an empty folder, which becomes an OCI layout (image-spec v1.1) that lists this manifest alone
     * @throws Refused with the registry's problem; also when there is no such manifest
     */
    void to(ImageRef image, Path layout) throws IOException, Unavailable, Refused;
}
