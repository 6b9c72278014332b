package imagefactory.app.stage;

import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Registry;
import imagefactory.core.run.Due;
import imagefactory.core.run.Run;
import imagefactory.core.run.Stage;
import imagefactory.core.run.StageResult.Assembled;
import imagefactory.core.run.StageResult.Resolved;
import jakarta.inject.Singleton;

/** Puts the index over the platforms' manifests into the staging repository. */
@Singleton
public final class Assemble implements Stage {
    private final Registry registry;

    Assemble(Registry registry) {
        this.registry = registry;
    }

    @Override
    public Run advance(Run run) throws Unavailable, Refused {
        if (run.due() != Due.ASSEMBLE) {
            return run;
        }
        var index = Indexes.of(run);
        registry.put(ImageRef.of(run.get(Resolved.class).target().staging(), index.digest()), index);
        return run.add(new Assembled(index.descriptor()));
    }
}
