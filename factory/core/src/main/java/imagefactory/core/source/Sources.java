package imagefactory.core.source;

import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Unavailable;
import java.util.Optional;

/** Git, as far as the factory looks into it: trees, and the few files that it reads. */
public interface Sources {
    /**
     * The source at the newest commit of its branch, asked anew each time.
     *
     * <p>Returns within 5 s: what has to be fetched is fetched meanwhile ({@code Pending}). Asking again changes nothing.
     *
     * @param versionFile path of one more file to read, from the repository's root
     * @return {@code Failed} with {@code source-missing} (no such repository, branch or folder), {@code source-denied} or
     *     {@code dockerfile-missing}
     */
    Outcome<Snapshot> look(Source source, Optional<String> versionFile) throws Unavailable;
}
