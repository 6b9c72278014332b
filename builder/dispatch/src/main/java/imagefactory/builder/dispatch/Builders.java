package imagefactory.builder.dispatch;

import imagefactory.core.build.BuildRequest;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The builder processes: started, found again, ended, and what they came to. Callers hold the lock of the work folder. */
final class Builders {
    private final ProcessSettings settings;
    private final WorkFolder work;
    private final Launcher launcher;
    private final Verdict verdict;
    private final Runnable onChange;

    /** What this factory started itself: only a parent learns an exit code. */
    private final Map<BuildFolder, Process> children = new ConcurrentHashMap<>();

    private final Set<SystemProcess> watched = ConcurrentHashMap.newKeySet();

    Builders(ProcessSettings settings, WorkFolder work, Launcher launcher, Runnable onChange) {
        this.settings = settings;
        this.work = work;
        this.launcher = launcher;
        this.onChange = onChange;
        verdict = new Verdict(settings);
    }

    /** How far a build is; a process that was started just before its factory was killed is found by its mark. */
    Optional<Attempt> attempt(BuildFolder folder) throws IOException {
        var attempt = folder.attempt();
        if (attempt.isEmpty() || attempt.get().process().isPresent()) {
            return attempt;
        }
        var found = orphan(folder.mark(attempt.get())).map(attempt.get()::with);
        if (found.isPresent()) {
            folder.save(found.get());
        }
        return found.or(() -> attempt);
    }

    private static Optional<SystemProcess> orphan(String mark) {
        var members = ProcessTree.marked(mark).members();
        return members.stream()
                .filter(each -> each.parent().filter(members::contains).isEmpty())
                .min(Comparator.comparingLong(ProcessHandle::pid))
                .flatMap(each -> SystemProcess.of(each.pid()));
    }

    void start(BuildRequest request, Attempt attempt) throws IOException, Unavailable {
        var folder = work.build(request.id());
        clean(folder, attempt);
        folder.save(attempt);
        var command = command(request, folder);
        folder.note(command);
        try {
            var process = launcher.start(folder, attempt, command);
            var started = SystemProcess.of(process.pid()).orElse(new SystemProcess(process.pid(), "over"));
            children.keySet().removeIf(each -> !each.exists());
            children.put(folder, process);
            folder.save(attempt.with(started));
            watch(started, process.toHandle());
        } catch (IOException | Unavailable e) {
            discard(folder); // not begun, so not counted
            throw e;
        }
    }

    private List<String> command(BuildRequest request, BuildFolder folder) {
        var places = List.of("--metadata-file=" + folder.metadata(), "--work-dir=" + folder.scratch());
        return Stream.concat(
                        settings.command().stream(), BuilderCommand.of(request, settings.access(), places).stream())
                .toList();
    }

    private void clean(BuildFolder folder, Attempt attempt) throws IOException {
        if (folder.exists()) {
            ProcessTree.marked(folder.markPrefix()).kill();
            Files.deleteIfExists(folder.metadata());
            work.discard(folder.scratch());
        }
        folder.create();
        if (attempt.number() > 1) {
            folder.log().note("--- attempt " + attempt.number() + ": the builder went away without a result ---");
        }
    }

    void watch(Attempt attempt) {
        attempt.process().ifPresent(process -> process.handle().ifPresent(handle -> watch(process, handle)));
    }

    private void watch(SystemProcess process, ProcessHandle handle) {
        if (watched.add(process)) {
            // not in the reaper's own thread, whose stack is too small for anything of weight
            var _ = handle.onExit()
                    .thenRunAsync(
                            () -> {
                                watched.remove(process);
                                onChange.run();
                            },
                            task -> Thread.ofVirtual().name("build-ended").start(task));
        }
    }

    /** @return what a build came to whose process is gone; empty where it has to be started anew */
    Optional<Outcome<BuiltImage>> over(BuildFolder folder, Attempt attempt) throws IOException, Unavailable {
        var outcome = verdict.on(folder, attempt, exit(folder));
        if (folder.ending().isPresent()) {
            ProcessTree.marked(folder.markPrefix()).kill();
        }
        if (outcome.isPresent() && outcome.get() instanceof Failed(Problem problem) && isAway(problem)) {
            discard(folder);
            throw new Unavailable(problem.text() + " " + problem.advice());
        }
        return outcome;
    }

    private static boolean isAway(Problem problem) {
        return problem.code() == Code.NOT_REACHABLE;
    }

    boolean isOver(BuildFolder folder, Attempt attempt) throws IOException {
        if (attempt.isRunning()) {
            return folder.ending().isPresent();
        }
        return verdict.on(folder, attempt, exit(folder)).isPresent();
    }

    /** Of a process that the kernel says is gone: the JVM may hear of it a moment later. */
    private OptionalInt exit(BuildFolder folder) {
        var child = children.get(folder);
        if (child == null) {
            return OptionalInt.empty();
        }
        child.onExit().completeOnTimeout(child, 1, TimeUnit.SECONDS).join();
        return child.isAlive() ? OptionalInt.empty() : OptionalInt.of(child.exitValue());
    }

    void discard(BuildFolder folder) throws IOException {
        ProcessTree.marked(folder.markPrefix()).kill();
        children.remove(folder);
        work.discard(folder.path());
    }

    void await(SystemProcess builder, Duration patience) {
        var over = builder.handle().map(ProcessHandle::onExit).orElse(CompletableFuture.completedFuture(null));
        over.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    void kill(BuildFolder folder, SystemProcess builder) {
        var tree = builder.isAlive()
                ? ProcessTree.of(builder, folder.markPrefix())
                : ProcessTree.marked(folder.markPrefix());
        tree.kill();
    }
}
