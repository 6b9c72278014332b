package imagefactory.app.stage;

import imagefactory.core.outcome.AtOnce;
import imagefactory.core.outcome.AtOnce.Question;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.run.Due;
import imagefactory.core.run.Run;
import imagefactory.core.run.Stage;
import imagefactory.core.run.StageResult.Assembled;
import imagefactory.core.run.StageResult.Built;
import imagefactory.core.run.StageResult.Resolved;
import imagefactory.core.run.StageResult.Verified;
import imagefactory.core.sign.Statement;
import imagefactory.core.sign.Verifier;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Reads back what would be published, with the public key, and holds it against what was planned. */
@Singleton
public final class Verify implements Stage {
    private static final List<String> OF_INDEX = List.of(Statement.COSIGN_SIGN, Statement.SLSA_PROVENANCE);
    private static final List<String> OF_PLATFORM =
            List.of(Statement.COSIGN_SIGN, Statement.CYCLONEDX, Statement.VULNERABILITIES);

    private final Evidences evidences;
    private final Seals seals;

    Verify(Evidences evidences, Seals seals) {
        this.evidences = evidences;
        this.seals = seals;
    }

    @Override
    public Run advance(Run run) throws Unavailable, Refused {
        if (run.due() != Due.VERIFY) {
            return run;
        }
        var violations = evidences.violations(run);
        return violations.isEmpty() ? run.add(readBack(run)) : run.failed(violations.getFirst());
    }

    private Verified readBack(Run run) throws Unavailable, Refused {
        var repository = run.get(Resolved.class).target().repository();
        var index = run.get(Assembled.class).index().digest();
        var questions = new ArrayList<Question<List<Verifier.Verified>>>();
        questions.add(() -> seals.readBack(repository, index, OF_INDEX));
        for (var image : run.get(Built.class).images().values()) {
            questions.add(() -> seals.readBack(repository, image.manifest().digest(), OF_PLATFORM));
        }
        var read = AtOnce.all(questions).stream().flatMap(List::stream).toList();
        return new Verified(read.getFirst().keyId(), read.size());
    }
}
