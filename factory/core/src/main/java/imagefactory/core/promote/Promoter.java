package imagefactory.core.promote;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Unavailable;
import java.util.List;
import java.util.Set;

/**
 * Makes commits in GitOps repositories, and only where their content changes: asked again, or asked by two, it finds the
 * content there and makes none. Nothing is ever forced; where somebody else was quicker, it looks and edits anew.
 *
 * <p>Each call returns within 5 s: clones and pushes go on meanwhile ({@code Pending}, 1 s or less) and are found again by the
 * same request. Safe for use by many threads.
 */
public interface Promoter {
    /**
     * Makes the files name the digest; one commit for each branch.
     *
     * <p>Each branch is done for itself: where one fails, the others may have their commits.
     *
     * @param fence asked after each look at a branch and before it is moved, on any thread
     * @return {@code Failed} with {@code promotion-refused} (no such repository, branch, file or key; no right to push; a hook
     *     that says no; a file that cannot be edited), or with {@code superseded} where the fence no longer holds
     * @throws Unavailable if a repository is away, or is changed by others faster than it can be edited. It may have the
     *     commit all the same
     */
    Outcome<List<Commit>> promote(PromotionRequest request, Fence fence) throws Unavailable;

    /**
     * Brings the folder of manifests up to date: what is no longer enrolled is removed, what others wrote is left alone.
     *
     * @param bases what Dockerfiles are built on
     * @return no commit where no repository is configured; {@code Failed} as with {@link #promote}
     * @throws Unavailable as with {@link #promote}
     */
    Outcome<List<Commit>> deliver(Catalog catalog, Set<ImageRef> bases) throws Unavailable;

    /** Whether manifests have a place to be delivered to. */
    boolean delivers();

    /** Whether what is to be promoted is still what was published last: a replica that woke up late writes nothing older. */
    @FunctionalInterface
    interface Fence {
        boolean holds();
    }
}
