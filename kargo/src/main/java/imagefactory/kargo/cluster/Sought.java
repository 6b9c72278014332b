package imagefactory.kargo.cluster;

import imagefactory.core.image.Digest;
import imagefactory.core.image.Repository;

/** The image that is looked for in pieces of Freight. */
record Sought(Repository repository, Digest digest) {
    /** Whether a piece of Freight, or a reference to one, names it. */
    boolean isIn(Part freight) {
        return freight.at("images").list().stream().anyMatch(this::is);
    }

    private boolean is(Part image) {
        return image.at("digest").text().filter(digest.value()::equals).isPresent()
                && image.at("repoURL")
                        .text()
                        .filter(repository.toString()::equals)
                        .isPresent();
    }
}
