package imagefactory.core.registry;

import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Where images are kept: registries over the network, a directory in OCI layout, a fake in a test (OCI distribution-spec v1.1).
 *
 * <p>Everything here may be asked again: putting what is there already changes nothing. Safe for use by many threads. What is
 * not there is an empty answer; {@link Refused} is a registry that denies ({@code registry-denied}) or whose answer is not what was asked
 * for ({@code registry-wrong}: other bytes than the digest says, no manifest, too large); {@link Unavailable} is a registry that cannot
 * be reached, is overloaded, or broke off. Calls that move no blobs return within 5 s.
 */
public interface Registry {
    /** What a tag or digest stands for, without reading it; type, digest and size are set. */
    Optional<Descriptor> head(ImageRef ref) throws Unavailable, Refused;

    /** A manifest or an index, at most 4 MiB, whose digest was checked when it was asked for by digest. */
    Optional<Manifest> manifest(ImageRef ref) throws Unavailable, Refused;

    /** Puts exactly these bytes under a tag or under their digest. What they name has to be there first. */
    void put(ImageRef target, Manifest manifest) throws Unavailable, Refused;

    /**
     * The configuration of an image, of which {@code config} is in its manifest; at most 4 MiB.
     *
     * @throws Refused with {@code not-found} where it is not there
     */
    ImageConfig config(Repository repository, Descriptor config) throws Unavailable, Refused;

    /** Whether a blob is there. */
    boolean has(Repository repository, Digest blob) throws Unavailable, Refused;

    /**
     * A blob as a stream that hands out its last bytes only if all are what its digest and size say. Close it.
     *
     * <p>It fails with an {@link java.io.IOException} whose cause is what this method would have thrown: {@link Unavailable} where it
     * broke off, {@link Refused} where other bytes came.
     *
     * @throws Refused with {@code not-found} where it is not there
     */
    InputStream blob(Repository repository, Descriptor blob) throws Unavailable, Refused;

    /** Puts a blob of known digest and size. */
    void putBlob(Repository repository, Descriptor blob, BlobSource content) throws Unavailable, Refused;

    /** Has a blob of another repository of the same registry appear in this one; false where the registry would not. */
    boolean mount(Repository repository, Digest blob, Repository from) throws Unavailable, Refused;

    /** All tags, in the registry's order; empty where there is no such repository. */
    List<String> tags(Repository repository) throws Unavailable, Refused;

    /** What refers to a subject, by the referrers API or by the tag schema where a registry has none. */
    List<Descriptor> referrers(Repository repository, Digest subject) throws Unavailable, Refused;

    /**
     * Puts manifests by their digests that all have one subject, and lists them among its referrers.
     *
     * <p>Where the registry has no referrers API this changes a tag (read, add, write) once for all of them, when they are
     * there: one caller at a time for one subject.
     */
    void attach(Repository repository, List<Manifest> referrers) throws Unavailable, Refused;

    /** Takes away a tag or a manifest; nothing happens where there is none. */
    void delete(ImageRef ref) throws Unavailable, Refused;

    /** Opens the bytes of a blob, possibly more than once. */
    @FunctionalInterface
    interface BlobSource {
        InputStream open() throws java.io.IOException, Unavailable, Refused;
    }
}
