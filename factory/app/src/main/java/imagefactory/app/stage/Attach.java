package imagefactory.app.stage;

import imagefactory.core.outcome.AtOnce;
import imagefactory.core.outcome.AtOnce.Question;
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
import java.util.ArrayList;
import java.util.List;
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

    /** Subjects at the same time; what is about one of them is listed beside it at once. */
    private Attached attach(Run run) throws Unavailable, Refused {
        var resolved = run.get(Resolved.class);
        var repository = resolved.target().repository();
        var bySubject = of(run).stream()
                .collect(Collectors.groupingBy(seal -> seal.subject().digest()));
        var questions = new ArrayList<Question<Attached>>();
        bySubject
                .values()
                .forEach(about -> questions.add(() -> {
                    seals.attach(repository, about, resolved.at());
                    return new Attached();
                }));
        return AtOnce.all(questions).getFirst();
    }

    static List<Seal> of(Run run) {
        return Stream.concat(run.get(Signed.class).seals().stream(), run.get(Attested.class).seals().stream())
                .toList();
    }
}
