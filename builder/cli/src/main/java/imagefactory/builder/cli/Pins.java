package imagefactory.builder.cli;

import imagefactory.core.build.Pin;
import imagefactory.core.dockerfile.Reference;
import imagefactory.core.dockerfile.ResolvedDockerfile;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What each reference of a Dockerfile is held to. */
record Pins(List<Order.PinWord> words) {
    /** A reference, and what the back end is told instead. */
    record Held(ImageRef reference, Platform platform, ImageRef told) {
        Pin seenAs(Digest manifest) {
            return new Pin(reference, platform, manifest);
        }
    }

    /** @throws Refused with {@code base-missing} if some references are pinned and this one is not */
    Held hold(Reference reference) throws Refused {
        var pin = find(reference.image(), reference.platform());
        if (pin.isEmpty() && !words.isEmpty()) {
            throw new Refused(new Problem(
                    Problem.Code.BAD_REQUEST,
                    "Line " + reference.line() + " names " + reference.image() + ", for which there is no pin for "
                            + reference.platform() + ".",
                    "Give --pin for each image that the target reaches, or none at all."));
        }
        return new Held(
                reference.image(),
                pin.flatMap(Order.PinWord::platform).orElse(reference.platform()),
                pin.map(word -> told(reference.image(), word.manifest())).orElseGet(() -> told(reference.image())));
    }

    /** All that the target reaches, each once. */
    Set<Held> hold(ResolvedDockerfile file) throws Refused {
        var held = new LinkedHashSet<Held>();
        for (var reference : file.reachable()) {
            held.add(hold(reference));
        }
        return held;
    }

    private Optional<Order.PinWord> find(ImageRef reference, Platform platform) {
        var named = words.stream()
                .filter(word -> word.reference().equals(reference))
                .toList();
        return named.stream()
                .filter(word -> word.platform().equals(Optional.of(platform)))
                .findFirst()
                .or(() ->
                        named.stream().filter(word -> word.platform().isEmpty()).findFirst());
    }

    private static ImageRef told(ImageRef reference, Digest manifest) {
        return ImageRef.of(reference.repository(), manifest);
    }

    /** Buildah refuses a tag and a digest together in some places. */
    private static ImageRef told(ImageRef reference) {
        return reference.digest().map(digest -> told(reference, digest)).orElse(reference);
    }
}
