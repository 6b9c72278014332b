package imagefactory.app.stage;

import imagefactory.core.attest.Attestations;
import imagefactory.core.outcome.Refused;
import imagefactory.core.run.Due;
import imagefactory.core.run.Run;
import imagefactory.core.run.Stage;
import imagefactory.core.run.StageResult.Assembled;
import imagefactory.core.run.StageResult.Built;
import imagefactory.core.run.StageResult.Resolved;
import imagefactory.core.run.StageResult.Seal;
import imagefactory.core.run.StageResult.Signed;
import imagefactory.core.sign.Statement.Subject;
import jakarta.inject.Singleton;
import java.util.ArrayList;

/** Signs the index and each platform's manifest. Nothing is pushed yet: the bytes are random, and have to be found again. */
@Singleton
public final class Sign implements Stage {
    private final Seals seals;

    Sign(Seals seals) {
        this.seals = seals;
    }

    @Override
    public Run advance(Run run) throws Refused {
        if (run.due() != Due.SIGN) {
            return run;
        }
        var name = run.get(Resolved.class).target().repository().toString();
        var made = new ArrayList<Seal>();
        var index = run.get(Assembled.class).index();
        made.add(seals.seal(index, Attestations.signature(new Subject(name, index.digest()))));
        for (var image : run.get(Built.class).images().values()) {
            var manifest = image.manifest();
            made.add(seals.seal(manifest, Attestations.signature(new Subject(name, manifest.digest()))));
        }
        return run.add(new Signed(made));
    }
}
