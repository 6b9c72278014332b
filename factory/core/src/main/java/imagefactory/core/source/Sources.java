package imagefactory.core.source;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.net.URI;
import java.util.Optional;

/**
 * Git, as far as the factory looks into it: trees, and the few files that it reads.
 *
 * <p>What a branch points at is asked of the server anew each time; what belongs to a commit never changes. Each call returns
 * within 5 s: what has to be fetched is fetched meanwhile ({@code Pending}). Asking again changes nothing. Safe for use by many
 * threads.
 */
public interface Sources {
    /**
     * The newest commit of a branch: its full object id.
     *
     * @throws Refused with {@code source-missing} (no such repository or branch) or {@code source-denied}
     */
    String newest(URI repository, String branch) throws Unavailable, Refused;

    /**
     * The source as it was at a commit of its repository.
     *
     * @param versionFile path of one more file to read, from the repository's root
     * @return {@code Failed} with {@code source-missing} (no such folder), {@code source-denied} or {@code dockerfile-missing}
     */
    Outcome<Snapshot> read(Source source, String commit, Optional<String> versionFile) throws Unavailable;

    /**
     * One file at a commit, of at most 16 MiB.
     *
     * @param path from the repository's root
     * @return {@code Failed} with {@code source-missing} or {@code source-denied}
     */
    Outcome<Bytes> file(URI repository, String commit, String path) throws Unavailable;

    /** The source at the newest commit of its branch: both questions in one. */
    default Outcome<Snapshot> look(Source source, Optional<String> versionFile) throws Unavailable {
        try {
            return read(source, newest(source.repository(), source.branch()), versionFile);
        } catch (Refused refused) {
            return new Failed<>(refused.problem());
        }
    }
}
