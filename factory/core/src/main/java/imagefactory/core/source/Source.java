package imagefactory.core.source;

import java.net.URI;

/**
 * Where an image's Dockerfile and context live.
 *
 * @param repository clone URL: {@code https}, {@code ssh} or {@code file}; never with credentials
 * @param branch its newest commit counts
 * @param dockerfile path from the repository's root
 * @param context path from the repository's root; empty for the root itself
 */
public record Source(URI repository, String branch, String dockerfile, String context) {}
