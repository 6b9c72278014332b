package imagefactory.core.catalog;

import imagefactory.core.image.Repository;
import imagefactory.core.scan.ScanPolicy;
import imagefactory.core.source.Source;

/** An image that the factory builds, judges, signs and publishes. */
public record Managed(
        String name,
        Repository repository,
        Source source,
        Build build,
        Tagging tagging,
        RebuildPolicy rebuild,
        ScanPolicy scan,
        Promotion promotion)
        implements EnrolledImage {}
