package imagefactory.builder.dispatch;

import imagefactory.builder.dispatch.BuildFolder.Ending;
import imagefactory.core.build.BuildExecutor;
import imagefactory.core.build.BuildId;
import imagefactory.core.build.BuildRequest;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Unavailable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Builds as processes on this machine (Linux).
 *
 * <p>A build is a folder, named by what is built and where it is pushed, and a process that outlives the factory. Replicas on this machine (in one process-id
 * namespace) may share the folders: a lock file holds whoever changes one, so that a build is started once. A factory that
 * comes back finds its builds by what is on disk and by the mark that their processes carry. A builder that went away without
 * a word is started anew, at most twice.
 */
public final class ProcessExecutor implements BuildExecutor {
    /** Whoever hears that a build ended looks at once; this is for whom that was not told. Each look costs the asker transactions. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final ProcessSettings settings;
    private final Clock clock;
    private final WorkFolder work;
    private final Builders builders;
    private final Caretaker caretaker;

    /**
     * @param environment the factory's own; builds see of it where programs, proxies and authorities are
     * @param onChange called from a thread of its own whenever a build ended: a hint to look at once
     * @throws Unavailable if the work folder cannot be used
     */
    public ProcessExecutor(ProcessSettings settings, Map<String, String> environment, Clock clock, Runnable onChange)
            throws Unavailable {
        this.settings = settings;
        this.clock = clock;
        try {
            work = WorkFolder.open(settings.work());
        } catch (IOException e) {
            throw unusable(e);
        }
        builders = new Builders(settings, work, new Launcher(environment), onChange);
        caretaker = new Caretaker(work, settings.retention());
    }

    @Override
    public Outcome<BuiltImage> advance(BuildRequest request) throws Unavailable {
        var folder = work.build(request.id());
        var now = clock.instant();
        try (var _ = work.hold()) {
            caretaker.round(now);
            var attempt = builders.attempt(folder);
            if (attempt.isEmpty()) {
                return begin(request, Attempt.first(now, settings.limit()));
            }
            if (attempt.get().isRunning()) {
                return running(folder, attempt.get(), now);
            }
            var outcome = builders.over(folder, attempt.get());
            return outcome.isPresent()
                    ? outcome.get()
                    : begin(request, attempt.get().next(now, settings.limit()));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Outcome<BuiltImage> begin(BuildRequest request, Attempt attempt) throws IOException, Unavailable {
        var room = settings.concurrency() - work.running();
        if (work.queue().admits(request.id().toString(), room, attempt.started())) {
            builders.start(request, attempt);
        }
        return new Pending<>(LOOK_AGAIN);
    }

    private Outcome<BuiltImage> running(BuildFolder folder, Attempt attempt, Instant now) throws IOException {
        builders.watch(attempt);
        caretaker.tend(folder, attempt, now);
        return new Pending<>(LOOK_AGAIN);
    }

    @Override
    public void cancel(BuildId build) throws Unavailable {
        var folder = work.build(build);
        try {
            var builder = markCancelled(folder);
            if (builder.isPresent()) {
                builders.await(builder.get(), Caretaker.GRACE);
                builders.kill(folder, builder.get());
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Optional<SystemProcess> markCancelled(BuildFolder folder) throws IOException, Unavailable {
        try (var _ = work.hold()) {
            work.queue().leave(folder.name());
            var attempt = builders.attempt(folder);
            if (attempt.isEmpty() || builders.isOver(folder, attempt.get())) {
                return Optional.empty();
            }
            caretaker.end(folder, attempt.get(), new Ending(Ending.Why.CANCELLED, clock.instant()));
            return attempt.get().process();
        }
    }

    @Override
    public void forget(BuildId build) throws Unavailable {
        var folder = work.build(build);
        try (var _ = work.hold()) {
            var attempt = builders.attempt(folder);
            if (attempt.isEmpty() || builders.isOver(folder, attempt.get())) {
                builders.discard(folder);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    @Override
    public Optional<String> log(BuildId build) throws Unavailable {
        try {
            return work.build(build).log().tail();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Unavailable unusable(IOException e) {
        return new Unavailable(
                "the folder of the builds, " + settings.work() + ", could not be used: " + e
                        + "; check its owner, its rights and the space left",
                e);
    }
}
