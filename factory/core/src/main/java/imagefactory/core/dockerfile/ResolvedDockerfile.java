package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.Stage.Base;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * What a Dockerfile comes to with given arguments.
 *
 * @param stages all of them, in order
 * @param target the index of the stage that is built
 * @param reached the indexes of the stages that the target needs, itself among them
 * @param references all images that are named, in order, also those of stages that are not reached; a trigger of an ONBUILD
 *     counts for the reached stage that is built on it within this file
 * @param syntax the frontend that {@code # syntax=} names
 * @param uses what not every builder can do, in all stages
 * @param untracked sources of ADD in reached stages that nothing pins
 */
public record ResolvedDockerfile(
        List<Stage> stages,
        int target,
        SortedSet<Integer> reached,
        List<Reference> references,
        Optional<ImageRef> syntax,
        List<Use> uses,
        List<Untracked> untracked) {
    public ResolvedDockerfile {
        stages = List.copyOf(stages);
        references = List.copyOf(references);
        uses = List.copyOf(uses);
        untracked = List.copyOf(untracked);
    }

    /** An image and the platform that is taken of it. */
    public record Needed(ImageRef image, Platform platform) {}

    /** The references of reached stages, in order. */
    public List<Reference> reachable() {
        return references.stream()
                .filter(reference -> reached.contains(reference.stage()))
                .toList();
    }

    /** The images of {@link #reachable}, each once, in order. */
    public List<ImageRef> reachableImages() {
        return reachable().stream().map(Reference::image).distinct().toList();
    }

    /** What the build reads from registries, each once, in order: {@link #reachable} and the frontend of {@link #syntax}. */
    public List<Needed> needed(Platform build) {
        return Stream.concat(
                        reachable().stream().map(reference -> new Needed(reference.image(), reference.platform())),
                        syntax.stream().map(image -> new Needed(image, build)))
                .distinct()
                .toList();
    }

    /** The image at the bottom of the target, whose layers come first in the result; empty on scratch. */
    public Optional<Needed> base() {
        var stage = stages.get(target);
        while (stage.base() instanceof Base.Earlier earlier) {
            stage = stages.get(earlier.index());
        }
        var platform = stage.runsOn();
        return stage.base() instanceof Base.Image image
                ? Optional.of(new Needed(image.ref(), platform))
                : Optional.empty();
    }

    /** What an image in OCI format would lose of the reached stages; {@code format: auto} takes docker's where there is any. */
    public List<Use> lostInOciFormat() {
        return uses.stream()
                .filter(use -> use.feature().lostInOciFormat() && reached.contains(use.stage()))
                .toList();
    }
}
