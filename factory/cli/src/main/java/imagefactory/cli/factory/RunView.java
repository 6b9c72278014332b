package imagefactory.cli.factory;

import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run, as far as it is told to people.
 *
 * @param due the next stage, in the factory's words
 * @param waitsFor what it waits for, while it rests
 * @param until when it is looked at again, while it rests
 * @param digest of its index, once it is assembled
 * @param problem what ended it
 */
public record RunView(
        long id,
        String image,
        String due,
        Optional<String> waitsFor,
        Optional<Instant> until,
        Instant opened,
        Optional<Instant> begun,
        Optional<Instant> closed,
        List<CauseView> causes,
        Optional<Digest> digest,
        Optional<Problem> problem,
        ResultsView results) {

    /** Why: what the event was found to mean. */
    public record CauseView(String event, Instant at, Reason reason) {}

    public boolean isOver() {
        return closed.isPresent();
    }

    public boolean isPublished() {
        return results.published().isPresent();
    }

    /** What the scan gate did not let through. */
    public boolean isRefused() {
        return problem.filter(found -> found.code() == Problem.Code.GATE_REFUSED)
                .isPresent();
    }

    /** Whether that event caused it. */
    public boolean isCausedBy(String event) {
        return causes.stream().anyMatch(cause -> cause.event().equals(event));
    }
}
