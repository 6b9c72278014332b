package imagefactory.scanner.kubernetes;

import imagefactory.core.outcome.Unavailable;
import java.util.Optional;

/** What scans in a cluster know of vulnerabilities. Safe for use by many threads. */
sealed interface ClusterDatabase permits VolumeDatabase, ServerDatabase {
    /**
     * The newest one.
     *
     * @return empty while the first one is on its way
     * @throws Unavailable if there is none and none is on its way, or only one that is too old
     */
    Optional<Known> current() throws Unavailable;

    /** Says that Trivy could not read this one; it is brought anew where that is possible. */
    void unreadable(Known known) throws Unavailable;
}
