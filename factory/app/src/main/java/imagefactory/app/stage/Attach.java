package imagefactory.app.stage;

import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.run.Due;
import imagefactory.core.run.Publications;
import imagefactory.core.run.Run;
import imagefactory.core.run.Stage;
import imagefactory.core.run.StageResult.Attached;
import imagefactory.core.run.StageResult.Attested;
import imagefactory.core.run.StageResult.Resolved;
import imagefactory.core.run.StageResult.Seal;
import imagefactory.core.run.StageResult.Signed;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts signatures and attestations beside what they are about, under the image's lock: the same bytes, however often. */
@Singleton
public final class Attach implements Stage {
    private final Seals seals;
    private final Publications publications;

    Attach(Seals seals, Publications publications) {
        this.seals = seals;
        this.publications = publications;
    }

    @Override
    public Run advance(Run run) throws Unavailable, Refused {
        if (run.due() != Due.ATTACH) {
            return run;
        }
        return switch (publications.holding(run, () -> attach(run))) {
            case Pending(var after) -> run.later(after);
            case Failed(var problem) -> run.failed(problem);
            case Done(var attached) -> run.add(attached);
        };
    }

    /** Subjects at the same time; what is about one of them one after the other, because each is listed beside the last. */
    private Attached attach(Run run) throws Unavailable, Refused {
        var bySubject = of(run).stream()
                .collect(Collectors.groupingBy(seal -> seal.subject().digest()));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var under = bySubject.values().stream()
                    .map(about -> threads.submit(() -> attach(run, about)))
                    .toList();
            for (var each : under) {
                result(run, each);
            }
        }
        return new Attached();
    }

    private Attached attach(Run run, List<Seal> about) throws Unavailable, Refused {
        var resolved = run.get(Resolved.class);
        for (var seal : about) {
            seals.attach(resolved.target().repository(), seal, resolved.at());
        }
        return new Attached();
    }

    private static void result(Run run, Future<Attached> attaching) throws Unavailable, Refused {
        try {
            attaching.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Unavailable away -> throw away;
                case Refused refused -> throw refused;
                case null, default -> throw new IllegalStateException("attaching what was signed for " + run, e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("attaching what was signed for " + run + " was interrupted", e);
        }
    }

    static List<Seal> of(Run run) {
        return Stream.concat(run.get(Signed.class).seals().stream(), run.get(Attested.class).seals().stream())
                .toList();
    }
}
