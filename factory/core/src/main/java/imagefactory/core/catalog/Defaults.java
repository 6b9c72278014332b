package imagefactory.core.catalog;

import imagefactory.core.build.Format;
import imagefactory.core.image.Platform;
import imagefactory.core.scan.ScanPolicy;
import imagefactory.core.scan.Severity;
import java.time.Duration;
import java.util.List;

/** What holds where {@code images.yaml} says nothing. */
final class Defaults {
    static final String REGISTRY = "docker.io";
    static final SourceReader.Provider PROVIDER = SourceReader.Provider.GITHUB;
    static final String BRANCH = "main";
    static final String DOCKERFILE = "Dockerfile";
    /** The repository's root. */
    static final String CONTEXT = "";

    static final List<Platform> PLATFORMS = List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    static final Format FORMAT = Format.AUTO;
    static final boolean CACHE = true;
    static final List<String> TAGS = List.of("{date}-{time}-{revision}");
    static final Duration DELAY = Duration.ZERO;
    static final boolean AUTOMATIC = true;
    static final String SCHEDULE = "nightly";
    static final Severity CEILING = Severity.HIGH;
    static final boolean ONLY_FIXABLE = true;
    static final ScanPolicy SCAN = new ScanPolicy(CEILING, ONLY_FIXABLE, List.of());

    private Defaults() {}
}
