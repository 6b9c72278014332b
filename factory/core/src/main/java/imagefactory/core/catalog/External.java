package imagefactory.core.catalog;

import imagefactory.core.image.Repository;

/** An image that others build and publish: watched, never built. */
public record External(String name, Repository repository) implements EnrolledImage {}
