package imagefactory.app.stage;

import imagefactory.core.attest.Evidence;
import imagefactory.core.attest.Truth;
import imagefactory.core.build.BuildKey;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.build.Mark;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.AtOnce;
import imagefactory.core.outcome.AtOnce.Question;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.ImageConfig;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.Registry;
import imagefactory.core.run.Run;
import imagefactory.core.run.StageResult.Assembled;
import imagefactory.core.run.StageResult.Built;
import imagefactory.core.run.StageResult.Resolved;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers what the registry has of a run's images, for the truth checks. */
@Singleton
public final class Evidences {
    private final Registry registry;

    Evidences(Registry registry) {
        this.registry = registry;
    }

    List<Problem> violations(Run run) throws Unavailable, Refused {
        var repository = run.get(Resolved.class).target().repository();
        var questions = new ArrayList<Question<Evidence>>();
        run.get(Built.class).images().forEach((platform, image) -> questions.add(() -> of(run, platform, image)));
        var evidence = AtOnce.all(questions);
        var index = manifest(repository, run.get(Assembled.class).index().digest());
        return Truth.violations(run.image(), index, evidence);
    }

    private Evidence of(Run run, Platform platform, BuiltImage image) throws Unavailable, Refused {
        var resolved = run.get(Resolved.class);
        var inputs = resolved.on(platform);
        var root = Optional.ofNullable(resolved.roots().get(platform));
        return new Evidence(
                inputs,
                epoch(image, resolved),
                BuildKey.of(inputs.digest(), epoch(image, resolved)),
                image.manifest().digest(),
                config(resolved.target().repository(), image.manifest().digest()),
                root.isPresent() ? Optional.of(config(root.get())) : Optional.empty(),
                Optional.of(image.report()));
    }

    /** What is published already keeps the epoch that it was built in. */
    private static String epoch(BuiltImage image, Resolved resolved) {
        return Mark.of(image.manifest()).map(Mark::epoch).orElse(resolved.epoch());
    }

    private ImageConfig config(Pin pin) throws Unavailable, Refused {
        return config(pin.reference().repository(), pin.manifest());
    }

    private ImageConfig config(Repository repository, Digest digest) throws Unavailable, Refused {
        var manifest = manifest(repository, digest);
        Descriptor config =
                manifest.content().config().orElseThrow(() -> new Refused(gone(repository, digest, "no image")));
        return registry.config(repository, config);
    }

    private Manifest manifest(Repository repository, Digest digest) throws Unavailable, Refused {
        return registry.manifest(ImageRef.of(repository, digest))
                .orElseThrow(() -> new Refused(gone(repository, digest, "not there")));
    }

    private static Problem gone(Repository repository, Digest digest, String found) {
        return new Problem(
                Problem.Code.REGISTRY_WRONG,
                repository + "@" + digest + " was looked at before publishing and is " + found + ".",
                "See who deletes manifests in " + repository.registry() + ", then rebuild.");
    }
}
