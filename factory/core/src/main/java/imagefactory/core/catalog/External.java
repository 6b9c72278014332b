package imagefactory.core.catalog;

import imagefactory.core.image.Repository;

/** An image that others build and publish: watched and promoted, never built. */
public record External(String name, Repository repository, Watch watch, Promotion promotion) implements EnrolledImage {}
