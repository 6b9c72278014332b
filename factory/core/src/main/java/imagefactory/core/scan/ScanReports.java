package imagefactory.core.scan;

import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import java.util.SortedMap;

/** Where findings are written down for people and their tools. Failing to do so stops nothing: the findings are in the run as well. */
@FunctionalInterface
public interface ScanReports {
    /**
     * Writes the findings of all platforms anew.
     *
     * @param ref the tag that the image is to be published under, and its digest
     */
    void write(String image, ImageRef ref, SortedMap<Platform, ScanReport> found);
}
