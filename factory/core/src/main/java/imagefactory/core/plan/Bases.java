package imagefactory.core.plan;

import imagefactory.core.build.Pin;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Answers;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.Registry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where references point, each asked for once. Safe for use by many threads. */
final class Bases {
    private final Registry registry;
    private final Answers<ImageRef, Optional<Manifest>> manifests = new Answers<>();
    private final Answers<ImageRef, Platform> platforms = new Answers<>();

    Bases(Registry registry) {
        this.registry = registry;
    }

    /** The manifest that a reference stands for on a platform. */
    Pin pin(ImageRef reference, Platform platform) throws Unavailable, Refused {
        var found = manifests.to(reference, () -> registry.manifest(reference));
        var manifest = found.orElseThrow(() -> new Refused(missing(reference)));
        var digest = manifest.isIndex()
                ? child(reference, platform, manifest.content().manifests())
                : single(reference, platform, manifest);
        return new Pin(reference, platform, digest);
    }

    private static Digest child(ImageRef reference, Platform platform, List<Descriptor> children) throws Refused {
        return children.stream()
                .filter(child -> child.platform().equals(Optional.of(platform)))
                .findFirst()
                .map(Descriptor::digest)
                .orElseThrow(() -> new Refused(lacking(reference, platform, words(children))));
    }

    private static String words(List<Descriptor> children) {
        return children.stream()
                .flatMap(child -> child.platform().stream())
                .map(Platform::toString)
                .filter(word -> !word.startsWith("unknown"))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** An image without an index is for the one platform that its configuration names. */
    private Digest single(ImageRef reference, Platform platform, Manifest manifest) throws Unavailable, Refused {
        var config = manifest.content().config().orElseThrow(() -> new Refused(missing(reference)));
        var made = platforms.to(
                reference, () -> registry.config(reference.repository(), config).platform());
        if (!made.equals(platform)) {
            throw new Refused(lacking(reference, platform, made.toString()));
        }
        return manifest.digest();
    }

    private static Problem missing(ImageRef reference) {
        return new Problem(
                Problem.Code.BASE_MISSING,
                "The Dockerfile names " + reference + ", and its registry has no such image.",
                "Correct the reference in the Dockerfile, or push the image.");
    }

    private static Problem lacking(ImageRef reference, Platform platform, String there) {
        return new Problem(
                Problem.Code.PLATFORM_MISSING,
                "The Dockerfile names " + reference + ", which has no image for " + platform + "; it has " + there
                        + ".",
                "Take " + platform + " out of the image's platforms, or build on an image that has it.");
    }
}
