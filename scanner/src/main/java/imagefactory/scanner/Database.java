package imagefactory.scanner;

import imagefactory.core.outcome.Unavailable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** What is known of vulnerabilities, in Trivy's own format. Safe for use by many threads. */
public interface Database {
    /**
     * One state of the database, which does not change while it is used.
     *
     * @param folder holds {@code trivy.db} and {@code metadata.json}
     * @param made when its makers put it together
     */
    record Version(Path folder, Instant made) {}

    /**
     * The newest one. May take minutes where it has to be brought first.
     *
     * @throws Unavailable if there is none, or only one that is too old or cannot be used
     */
    Version current() throws Unavailable;

    /** What {@link #current} would answer, where that is known without asking anybody. */
    Optional<Version> known();

    /** Says that Trivy could not read this one; it is brought anew where that is possible. */
    void unreadable(Version version);
}
