package imagefactory.app.stage;

import imagefactory.app.planning.Catalogs;
import imagefactory.app.planning.Fleet;
import imagefactory.core.build.BuildReason;
import imagefactory.core.build.BuildReason.Asked;
import imagefactory.core.build.BuildReason.NotYetKnown;
import imagefactory.core.catalog.Managed;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.Freshness;
import imagefactory.core.plan.Observation;
import imagefactory.core.plan.Observer;
import imagefactory.core.plan.World;
import imagefactory.core.registry.Manifest;
import imagefactory.core.run.Awaited;
import imagefactory.core.run.Due;
import imagefactory.core.run.Run;
import imagefactory.core.run.RunStore;
import imagefactory.core.run.Stage;
import imagefactory.core.run.StageResult.Resolved;
import imagefactory.core.run.StageResult.Skipped;
import imagefactory.core.run.StageResult.Target;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Works out what has to be built, from what is true when the run begins. */
@Singleton
public final class Resolve implements Stage {
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final Catalogs catalogs;
    private final World world;
    private final Staging staging;
    private final RunStore runs;
    private final Fleet fleet;
    private final Clock clock;

    Resolve(Catalogs catalogs, World world, Staging staging, RunStore runs, Fleet fleet, Clock clock) {
        this.catalogs = catalogs;
        this.fleet = fleet;
        this.world = world;
        this.staging = staging;
        this.runs = runs;
        this.clock = clock;
    }

    @Override
    public Run advance(Run run) throws Unavailable, Refused {
        if (run.due() != Due.RESOLVE) {
            return run;
        }
        var enrolled = catalogs.newest().named(run.image());
        return enrolled.isPresent() && enrolled.get() instanceof Managed image
                ? resolve(run, image)
                : run.add(new Skipped(Leave.NOT_ENROLLED));
    }

    private Run resolve(Run run, Managed image) throws Unavailable, Refused {
        var observer = new Observer(world);
        var outcome = observer.observe(image);
        var shape = Optional.ofNullable(observer.shapes().get(image.name())).filter(_ -> isUnseen(run));
        if (shape.isPresent()) {
            fleet.learn(catalogs.newest(), shape.get(), world);
            if (runs.waits(run)) {
                return run.later(AT_ONCE); // once nothing that it is built on is being built
            }
        }
        return switch (outcome) {
            case Pending(var after) -> run.later(after);
            case Failed(var problem) -> run.failed(problem);
            case Done(var seen) -> decide(run, seen);
        };
    }

    /** Opened by a plan that could not look at the image: what it is built on may have been learned since. */
    private static boolean isUnseen(Run run) {
        return run.causes().stream().anyMatch(cause -> switch (cause.reason()) {
            case NotYetKnown _, Asked _ -> true;
            default -> false;
        });
    }

    private Run decide(Run run, Observation seen) throws Unavailable, Refused {
        var epoch = epoch(run);
        var lacks = Freshness.lacks(seen, epoch);
        var awaited = runs.awaited(run);
        if (lacks.isEmpty() && asked(run).findAny().isEmpty()) {
            return run.add(new Skipped(fresh(seen, awaited)));
        }
        var resolved = resolved(run, seen, epoch, new Waited(lacks, awaited));
        return Freshness.needsNoBuild(lacks) ? Again.with(run.add(resolved), seen, published(seen)) : run.add(resolved);
    }

    private Manifest published(Observation seen) throws Unavailable, Refused {
        var index = ImageRef.of(
                seen.image().repository(),
                seen.published().orElseThrow().index().digest());
        return world.registry()
                .manifest(index)
                .orElseThrow(() -> new Unavailable(index + " was there a moment ago, and is gone"));
    }

    /** What was found when it began. */
    private record Waited(List<BuildReason> lacks, List<Awaited> awaited) {
        private boolean builds() {
            return !Freshness.needsNoBuild(lacks);
        }
    }

    private static String fresh(Observation seen, List<Awaited> awaited) {
        var digest = seen.published().orElseThrow().index().digest();
        var failed = awaited.stream()
                .filter(parent -> parent.failed().isPresent())
                .map(Awaited::text)
                .toList();
        return failed.isEmpty()
                ? "fresh: " + digest + " was built from what is true now"
                : "because of " + String.join("; ", failed) + "; " + digest + " stays";
    }

    private Resolved resolved(Run run, Observation seen, String epoch, Waited found) throws Refused {
        var image = seen.image();
        var builds = found.builds();
        var at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new Resolved(
                new Target(
                        image.repository(),
                        staging.of(image.repository()),
                        image.source(),
                        image.scan(),
                        image.build().cache()),
                seen.commit(),
                seen.inputs(),
                seen.roots(),
                epoch,
                tags(run, seen, at, builds),
                createdOnce(run, seen, at, builds),
                found.lacks(),
                found.awaited(),
                at);
    }

    /** Those that this run makes for itself, and those that a person asks for and another run may have made. */
    private static List<String> createdOnce(Run run, Observation seen, Instant at, boolean builds) throws Refused {
        var made = builds ? seen.tagsCreatedOnce(at, run.id()).stream() : Stream.<String>empty();
        var wanted = asked(run)
                .flatMap(asked -> asked.tag().stream())
                .filter(seen.image().tagging()::createsOnce);
        return Stream.concat(made, wanted).distinct().toList();
    }

    private static List<String> tags(Run run, Observation seen, Instant at, boolean builds) throws Refused {
        var enrolled = seen.tags(at, run.id(), builds).stream();
        return Stream.concat(enrolled, asked(run).flatMap(asked -> asked.tag().stream()))
                .distinct()
                .toList();
    }

    /** New bits of the same inputs are named by the moment in which somebody asked for them. */
    private static String epoch(Run run) {
        return run.causes().stream()
                .filter(cause -> cause.reason() instanceof Asked asked && asked.noCache())
                .map(cause -> cause.at().truncatedTo(ChronoUnit.SECONDS).toString())
                .max(String::compareTo)
                .orElse("");
    }

    private static Stream<Asked> asked(Run run) {
        return run.causes().stream()
                .<BuildReason>map(cause -> cause.reason())
                .flatMap(reason -> reason instanceof Asked asked ? Stream.of(asked) : Stream.empty());
    }
}
