package imagefactory.app.stage;

import imagefactory.app.promotion.Promotions;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.Registry;
import imagefactory.core.run.Due;
import imagefactory.core.run.Publications;
import imagefactory.core.run.Run;
import imagefactory.core.run.Stage;
import imagefactory.core.run.StageResult.Assembled;
import imagefactory.core.run.StageResult.Published;
import imagefactory.core.run.StageResult.Resolved;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Moves the tags to the digest, under the image's lock: only now can anyone pull it by name. */
@Singleton
public final class Publish implements Stage {
    private final Registry registry;
    private final Publications publications;
    private final Promotions promotions;
    private final Clock clock;

    Publish(Registry registry, Publications publications, Promotions promotions, Clock clock) {
        this.registry = registry;
        this.publications = publications;
        this.promotions = promotions;
        this.clock = clock;
    }

    @Override
    public Run advance(Run run) throws Unavailable, Refused {
        if (run.due() != Due.PUBLISH) {
            return run;
        }
        return switch (publications.publish(run, () -> put(run))) {
            case Pending(var after) -> run.later(after);
            case Failed(var problem) -> run.failed(problem);
            case Done(var digest) ->
                run.add(new Published(
                        digest, run.get(Resolved.class).tags(), clock.instant(), promotions.follow(run.image())));
        };
    }

    private Digest put(Run run) throws Unavailable, Refused {
        var resolved = run.get(Resolved.class);
        var repository = resolved.target().repository();
        var digest = run.get(Assembled.class).index().digest();
        var index = index(repository, digest);
        for (var tag : resolved.createdOnce()) {
            neverMove(ImageRef.of(repository, tag), digest);
        }
        for (var tag : resolved.tags()) {
            registry.put(ImageRef.of(repository, tag), index);
        }
        return digest;
    }

    /** A tag with a time or a run in it is somebody's record of one digest: it is not taken away from that. */
    private void neverMove(ImageRef tag, Digest digest) throws Unavailable, Refused {
        var there = registry.head(tag).map(Descriptor::digest).filter(found -> !found.equals(digest));
        if (there.isPresent()) {
            throw new Refused(new Problem(
                    Problem.Code.TAG_INVALID,
                    tag + " was to be created once for " + digest + ", and stands for " + there.get() + " already.",
                    "Put {run} or {time} into the tag's pattern, or ask for a rebuild without cache."));
        }
    }

    private Manifest index(Repository repository, Digest digest) throws Unavailable, Refused {
        return registry.manifest(ImageRef.of(repository, digest))
                .orElseThrow(() -> new Refused(new Problem(
                        Problem.Code.REGISTRY_WRONG,
                        "The index " + digest + " that was put into " + repository + " is no longer there.",
                        "See who deletes manifests in " + repository + ", then rebuild.")));
    }
}
