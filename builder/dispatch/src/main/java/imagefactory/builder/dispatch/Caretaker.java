package imagefactory.builder.dispatch;

import imagefactory.builder.dispatch.BuildFolder.Ending;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Holds builds to their limits, also those that nobody asks for any more, and clears away what is over. */
final class Caretaker {
    /** What a builder that is told to end gets to clean up: it gives its own children 2 s. */
    static final Duration GRACE = Duration.ofSeconds(3);

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(10);

    private final WorkFolder work;
    private final ProcessSettings.Retention retention;
    private Instant last = Instant.EPOCH;

    Caretaker(WorkFolder work, ProcessSettings.Retention retention) {
        this.work = work;
        this.retention = retention;
    }

    private record Over(BuildFolder folder, Instant started) {}

    /** Looks at all builds, now and then. The caller holds the lock. */
    void round(Instant now) throws IOException {
        if (now.isBefore(last.plus(BETWEEN_ROUNDS))) {
            return;
        }
        last = now;
        var over = new ArrayList<Over>();
        for (var folder : work.builds()) {
            var attempt = folder.attempt();
            if (attempt.isPresent() && attempt.get().isRunning()) {
                tend(folder, attempt.get(), now);
            } else {
                over.add(new Over(folder, attempt.map(Attempt::started).orElse(now)));
            }
        }
        clear(over, now);
    }

    /** One running build: its time, its log. */
    void tend(BuildFolder folder, Attempt attempt, Instant now) throws IOException {
        folder.log().bound();
        var ending = folder.ending();
        if (ending.isEmpty() && now.isAfter(attempt.deadline())) {
            end(folder, attempt, new Ending(Ending.Why.TIMED_OUT, now));
        } else if (ending.isPresent() && now.isAfter(ending.get().since().plus(GRACE))) {
            attempt.process()
                    .ifPresent(builder ->
                            ProcessTree.of(builder, folder.markPrefix()).kill());
        }
    }

    /** Tells a build to end; it is killed after a moment of grace. */
    void end(BuildFolder folder, Attempt attempt, Ending ending) throws IOException {
        folder.end(ending);
        attempt.process().flatMap(SystemProcess::handle).ifPresent(ProcessHandle::destroy);
    }

    private void clear(List<Over> over, Instant now) throws IOException {
        over.sort(Comparator.comparing(Over::started).reversed());
        for (int place = 0; place < over.size(); place++) {
            var each = over.get(place);
            if (place >= retention.builds() || each.started().isBefore(now.minus(retention.age()))) {
                work.discard(each.folder().path());
            }
        }
        Thread.ofVirtual().name("builds-trash").start(work::emptyTrash);
    }
}
