package imagefactory.scanner;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How Trivy is run.
 *
 * @param image of Trivy, pinned; it has to be on this machine already: {@code localhost/image-factory/trivy:0.74.0}
 * @param work a folder of ours for images being scanned; it can be thrown away
 * @param limit how long one run of Trivy may take
 * @param concurrency how many images are scanned at once; at least 1
 */
public record TrivySettings(String image, Path work, Duration limit, int concurrency) {
    public TrivySettings {
        work = work.toAbsolutePath().normalize();
        if (concurrency < 1 || !limit.isPositive()) {
            throw new IllegalArgumentException("scans need a limit above 0 and a concurrency of at least 1");
        }
    }

    /** Name and version, for reports: {@code trivy 0.74.0}. */
    String scanner() {
        return TrivyArguments.scanner(image);
    }
}
