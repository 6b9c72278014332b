package imagefactory.core.scan;

import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Unavailable;

/** Something that lists what is in an image and what is known to be wrong with it. Safe for use by many threads. */
public interface Scanner {
    /**
     * Starts the scan unless it is under way, and says how it stands. Returns within 5 s. Asking again after the end, or
     * after a restart, may scan again: the answer is the same for the same database.
     *
     * @return {@code Failed} with {@code scan-failed} when the scanner cannot read this image
     * @throws Unavailable when the scanner, its database or the registry cannot be used now; also when the database is older
     *     than allowed: a run waits for a new one
     */
    Outcome<ScanReport> advance(ScanRequest request) throws Unavailable;
}
