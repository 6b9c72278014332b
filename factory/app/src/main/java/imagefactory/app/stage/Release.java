package imagefactory.app.stage;

import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.run.Due;
import imagefactory.core.run.Run;
import imagefactory.core.run.Stage;
import imagefactory.core.run.StageResult.Assembled;
import imagefactory.core.run.StageResult.Released;
import imagefactory.core.run.StageResult.Resolved;
import imagefactory.oci.Images;
import jakarta.inject.Singleton;

/** Brings the same bytes into the release repository, under no tag: nobody can pull them by name yet. */
@Singleton
public final class Release implements Stage {
    private final Images images;

    Release(Images images) {
        this.images = images;
    }

    @Override
    public Run advance(Run run) throws Unavailable, Refused {
        if (run.due() != Due.RELEASE) {
            return run;
        }
        var target = run.get(Resolved.class).target();
        var staged =
                ImageRef.of(target.staging(), run.get(Assembled.class).index().digest());
        return switch (images.copy(staged, target.repository())) {
            case Pending(var after) -> run.later(after);
            case Failed(var problem) -> run.failed(problem);
            case Done<Descriptor> _ -> run.add(new Released());
        };
    }
}
