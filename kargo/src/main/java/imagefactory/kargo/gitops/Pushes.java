package imagefactory.kargo.gitops;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.promote.Commit;
import imagefactory.core.promote.Promoter.Fence;
import imagefactory.source.Branch;
import imagefactory.source.GitSettings;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One commit on one branch, begun anew where somebody else was quicker.
 *
 * <p>A branch is moved only from the commit that was looked at, and the fence is asked in between: whoever promotes something
 * newer has either been seen there, or makes this push come too late.
 */
final class Pushes {
    private static final int TRIES = 5;

    private final GitSettings settings;
    private final Clock clock;

    /** The threads of one process do not race each other. */
    private final Map<URI, ReentrantLock> turns = new ConcurrentHashMap<>();

    record Place(URI repository, Optional<String> branch) {}

    Pushes(GitSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    Commit push(Place place, List<? extends Change> changes, String message, Fence fence) throws Refused, Unavailable {
        var turn = turns.computeIfAbsent(place.repository(), _ -> new ReentrantLock(true));
        turn.lock();
        try {
            for (int tried = 0; tried < TRIES; tried++) {
                var commit = attempt(place, changes, message, fence);
                if (commit.isPresent()) {
                    return commit.get();
                }
            }
        } finally {
            turn.unlock();
        }
        throw new Unavailable(
                "Others pushed to " + place.repository() + " each of the " + TRIES + " times that it was edited");
    }

    private Optional<Commit> attempt(Place place, List<? extends Change> changes, String message, Fence fence)
            throws Refused, Unavailable {
        try (var branch = Branch.open(place.repository(), place.branch(), settings)) {
            if (!fence.holds()) {
                throw new Refused(new Problem(
                        Problem.Code.SUPERSEDED,
                        "Something newer is published than what was to be promoted in " + place.repository() + ".",
                        "Nothing has to be done: what is newer is promoted by its own run."));
            }
            for (var change : changes) {
                change.on(branch);
            }
            return branch.push(message, clock.instant())
                    .map(id -> new Commit(place.repository(), branch.name(), id, !id.equals(branch.commit())));
        }
    }
}
