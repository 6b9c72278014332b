package imagefactory.core.build;

import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Unavailable;
import java.util.Optional;

/**
 * Somewhere builds run: a Kubernetes Job, a process on this machine, a fake in a test.
 *
 * <p>An executor keeps no state of its own. What it knows of a build it finds again by {@link BuildRequest#id}, so a
 * restarted factory carries on where it was. Safe for use by many threads.
 */
public interface BuildExecutor {
    /**
     * Starts the build unless it is there already, and says how it stands.
     *
     * <p>Returns within 5 s and never waits for the build: progress is observed by calling again.
     *
     * @return {@code Done} with what the builder reported (not yet compared with anything); {@code Pending} with 50 ms to
     *     60 s to wait; {@code Failed} with {@code build-failed} (its last 20 lines in the text), {@code build-timed-out},
     *     {@code build-unsupported} or {@code cancelled}
     * @throws Unavailable if the executor could not be asked. Nothing is known of the build then; call again
     */
    Outcome<BuiltImage> advance(BuildRequest request) throws Unavailable;

    /** Ends a build that is under way; nothing happens where there is none. */
    void cancel(BuildId build) throws Unavailable;

    /** Forgets a build that is over, so that it is built anew when it is asked for. */
    void forget(BuildId build) throws Unavailable;

    /** What the build wrote so far, at most its last 1 MiB. */
    Optional<String> log(BuildId build) throws Unavailable;
}
