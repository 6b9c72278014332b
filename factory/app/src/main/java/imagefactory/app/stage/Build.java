package imagefactory.app.stage;

import imagefactory.core.build.BuildExecutor;
import imagefactory.core.build.BuildRequest;
import imagefactory.core.build.BuildRequest.Layers;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.build.Inputs;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Registry;
import imagefactory.core.run.BuildRecords;
import imagefactory.core.run.Due;
import imagefactory.core.run.Run;
import imagefactory.core.run.Stage;
import imagefactory.core.run.StageLogs;
import imagefactory.core.run.StageResult.Built;
import imagefactory.core.run.StageResult.Resolved;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeMap;

/** Has every platform built, all at the same time; what was built before from the same inputs is taken as it is. */
@Singleton
public final class Build implements Stage {
    private final BuildExecutor executor;
    private final BuildRecords records;
    private final Registry registry;
    private final StageLogs logs;

    Build(BuildExecutor executor, BuildRecords records, Registry registry, StageLogs logs) {
        this.executor = executor;
        this.records = records;
        this.registry = registry;
        this.logs = logs;
    }

    @Override
    public Run advance(Run run) throws Unavailable, Refused {
        if (run.due() != Due.BUILD) {
            return run;
        }
        var resolved = run.get(Resolved.class);
        var images = new TreeMap<Platform, BuiltImage>();
        var waits = new ArrayList<Duration>();
        var away = Optional.<Unavailable>empty();
        for (var inputs : resolved.inputs().values()) {
            var request = request(run, resolved, inputs);
            try {
                switch (build(run, request)) {
                    case Done(var built) -> images.put(inputs.platform(), built);
                    case Pending(var after) -> waits.add(after);
                    case Failed(var problem) -> {
                        return failed(run, problem);
                    }
                }
            } catch (Unavailable e) { // of one platform: that its nodes are busy keeps no other from being built
                away = Optional.of(e);
            }
        }
        if (away.isPresent()) {
            throw away.get();
        }
        return waits.stream().min(Duration::compareTo).map(run::later).orElseGet(() -> run.add(new Built(images)));
    }

    private Outcome<BuiltImage> build(Run run, BuildRequest request) throws Unavailable, Refused {
        var recorded = recorded(request);
        if (recorded.isPresent()) {
            return new Done<>(recorded.get());
        }
        return switch (executor.advance(request)) {
            case Pending(var after) -> new Pending<>(after);
            case Done(var built) -> accept(run, request, built);
            case Failed(var problem) -> new Failed<>(problem);
        };
    }

    /** A build that the factory accepted counts as long as the registry still has it. */
    private Optional<BuiltImage> recorded(BuildRequest request) throws Unavailable, Refused {
        var built = records.find(request.id());
        if (built.isEmpty()) {
            return built;
        }
        var there = registry.head(
                ImageRef.of(request.staging(), built.get().manifest().digest()));
        if (there.isEmpty()) {
            records.forget(request.id());
            return Optional.empty();
        }
        return built;
    }

    /**
     * The builder's word is taken for nothing: what it says it pushed has to be there, and what it says it used as planned. It
     * is looked for by its digest: a replica that lost its lease in the middle of the same build may have moved the tag.
     */
    private Outcome<BuiltImage> accept(Run run, BuildRequest request, BuiltImage built) throws Unavailable, Refused {
        var pushed =
                registry.head(ImageRef.of(request.staging(), built.manifest().digest()));
        over(run, request);
        var lies = Lies.in(request, built, pushed);
        return lies.<Outcome<BuiltImage>>map(Failed::new)
                .orElseGet(() -> new Done<>(records.record(request.id(), placed(request, built), run)));
    }

    private static BuiltImage placed(BuildRequest request, BuiltImage built) {
        var manifest = built.manifest()
                .in(request.inputs().platform(), built.manifest().annotations());
        return new BuiltImage(manifest, built.report());
    }

    private void over(Run run, BuildRequest request) throws Unavailable {
        var log = executor.log(request.id());
        if (log.isPresent()) {
            logs.keep(run, Due.BUILD + "-" + request.inputs().platform(), log.get());
        }
        executor.forget(request.id());
    }

    /** The other platforms are not wanted any more, and nothing of them is left that a later run would take for its own. */
    private Run failed(Run run, Problem problem) throws Unavailable {
        cancel(run);
        return run.failed(problem);
    }

    /** Ends whatever is under way for this run. */
    void cancel(Run run) throws Unavailable {
        var resolved = run.get(Resolved.class);
        for (var inputs : resolved.inputs().values()) {
            var request = request(run, resolved, inputs);
            executor.cancel(request.id());
            over(run, request);
        }
    }

    private static Layers layers(Resolved resolved) {
        if (resolved.noCache()) {
            return Layers.NONE;
        }
        return resolved.target().cache() ? Layers.SHARED : Layers.LOCAL;
    }

    private static BuildRequest request(Run run, Resolved resolved, Inputs inputs) {
        var target = resolved.target();
        return new BuildRequest(
                run.image(),
                target.source(),
                resolved.revision(),
                inputs,
                resolved.epoch(),
                target.staging(),
                layers(resolved));
    }
}
