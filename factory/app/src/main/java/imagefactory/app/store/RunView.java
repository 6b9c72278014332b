package imagefactory.app.store;

import imagefactory.core.build.Cause;
import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Problem;
import imagefactory.core.run.Due;
import imagefactory.core.run.Run;
import imagefactory.core.run.StageResult;
import imagefactory.core.run.StageResult.Assembled;
import imagefactory.core.run.StageResult.Failed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as people and their programs see it.
 *
 * @param plan the plan that opened it; absent for a successor
 * @param due what comes next
 * @param waitsFor what it waits for, while it rests
 * @param until when it is looked at again, while it rests
 * @param times when each result was saved, by the name of the result
 */
public record RunView(
        long id,
        String image,
        long seq,
        Optional<Long> plan,
        Due due,
        Optional<String> waitsFor,
        Optional<Instant> until,
        Instant opened,
        Optional<Instant> begun,
        Optional<Instant> closed,
        Map<String, Instant> times,
        List<Cause> causes,
        List<String> because,
        Optional<Digest> digest,
        Optional<Problem> problem,
        List<StageResult> results) {

    /** When things happened to a run. */
    record Times(
            Instant opened,
            Optional<Instant> begun,
            Optional<Instant> closed,
            Optional<Instant> until,
            Map<String, Instant> results) {}

    static RunView of(Run run, Optional<String> waitsFor, Times times) {
        return new RunView(
                run.id(),
                run.image(),
                run.seq(),
                run.plan(),
                run.due(),
                waitsFor,
                times.until(),
                times.opened(),
                times.begun(),
                times.closed(),
                times.results(),
                run.causes(),
                run.causes().stream()
                        .map(cause -> cause.reason().text())
                        .distinct()
                        .toList(),
                run.find(Assembled.class).map(assembled -> assembled.index().digest()),
                run.find(Failed.class).map(Failed::problem),
                run.results());
    }

    public <T extends StageResult> Optional<T> find(Class<T> type) {
        return results.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    public <T extends StageResult> T get(Class<T> type) {
        return find(type).orElseThrow();
    }
}
