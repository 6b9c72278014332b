package imagefactory.core.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps runs. Every write of a claimed run carries its lease and changes nothing once the lease is another's. */
public interface RunStore {
    /** Takes one due run that nobody holds, and gives it its sequence if it had not begun. */
    Optional<Leased> claim();

    /** Saves what the last stage made, and announces it; the lease begins anew. */
    void save(Leased leased) throws LeaseLost;

    /**
     * Has a young run begin anew, with the causes that came since: without any result, and with the lease as it is. A run whose
     * image has to wait for others now goes on, and is followed by another.
     *
     * @return empty where it goes on as it is
     */
    Optional<Leased> renew(Leased leased);

    /** Frees the lease; closes the run when nothing is due, and opens its successor when causes came meanwhile. */
    void handBack(Leased leased) throws LeaseLost;

    /**
     * Frees the lease and lets the run rest, longer with each attempt up to {@code rest.longest}, with jitter.
     *
     * @param because what it waits for, for people
     */
    void backOff(Leased leased, Rest rest, String because) throws LeaseLost;

    /** The runs that this one has waited for, by image; all of them are over. */
    List<Awaited> awaited(Run run);

    /**
     * Has a run that has made nothing yet wait after all, if something that its image is built on is being built: what that is
     * was not known when it was opened, or nobody had asked for it. It is then as if it had not begun.
     */
    boolean waits(Run run);

    /** Whether causes came since the run began: another one begins when it ends, and no sooner. */
    boolean isFollowed(Run run);

    /**
     * Ends the rests of runs that wait for work of their own that is under way, a build or a scan, or for room to build: some
     * of it is over. Those that wait for something that is away rest on.
     */
    void stir();

    /** How long to rest after the first and after many attempts; {@code atLeast} where somebody asked for it. */
    record Rest(Duration first, Duration longest, Duration atLeast) {}

    /** A run and the token that says it is ours. */
    record Leased(Run run, UUID lease) {
        public Leased with(Run next) {
            return new Leased(next, lease);
        }
    }
}
