package imagefactory.core.plan;

import imagefactory.core.build.Inputs;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A base that is taken to point elsewhere than it does: what would follow, before it happens.
 *
 * @param manifests what it would stand for on each platform; empty for anything else than now
 */
public record Supposition(ImageRef base, Optional<Map<Platform, Digest>> manifests) {
    /** Anything else than now. */
    public static Supposition changed(ImageRef base) {
        return new Supposition(base, Optional.empty());
    }

    /**
     * A digest that is in the base's repository.
     *
     * @throws Refused with {@code base-missing} where it is not
     */
    public static Supposition of(Registry registry, ImageRef base, Digest digest) throws Unavailable, Refused {
        var there = ImageRef.of(base.repository(), digest);
        var manifest = registry.manifest(there).orElseThrow(() -> new Refused(missing(there)));
        var manifests = new TreeMap<Platform, Digest>();
        if (manifest.isIndex()) {
            for (var child : manifest.content().manifests()) {
                child.platform().ifPresent(platform -> manifests.putIfAbsent(platform, child.digest()));
            }
        } else {
            var config = manifest.content().config().orElseThrow(() -> new Refused(missing(there)));
            manifests.put(registry.config(base.repository(), config).platform(), digest);
        }
        return new Supposition(base, Optional.of(manifests));
    }

    /** What would be seen then. */
    public Observation of(Observation seen) {
        var inputs = new TreeMap<>(seen.inputs());
        inputs.replaceAll((_, of) -> of(of));
        var roots = new TreeMap<>(seen.roots());
        roots.replaceAll((_, root) -> of(root));
        return new Observation(seen.image(), seen.commit(), seen.version(), inputs, roots, seen.published());
    }

    /** Platforms that an image is built for on this base, and that it would not have. */
    public List<Platform> lacking(Observation seen) {
        return seen.pins(base).keySet().stream()
                .filter(platform ->
                        manifests.filter(all -> !all.containsKey(platform)).isPresent())
                .toList();
    }

    private Inputs of(Inputs inputs) {
        return new Inputs(
                inputs.platform(),
                inputs.context(),
                inputs.dockerfile(),
                inputs.dockerignore(),
                inputs.recipe(),
                inputs.pins().stream().map(this::of).toList(),
                inputs.backend());
    }

    private Pin of(Pin pin) {
        return pin.reference().equals(base)
                ? new Pin(pin.reference(), pin.platform(), of(pin.platform(), pin.manifest()))
                : pin;
    }

    private static Problem missing(ImageRef there) {
        return new Problem(
                Problem.Code.BASE_MISSING,
                there + " was asked for, and its registry has no such image.",
                "Name a digest that is there, or none: any change is supposed then.");
    }

    private Digest of(Platform platform, Digest now) {
        return manifests.isEmpty()
                ? Digest.of(("not " + now).getBytes(StandardCharsets.UTF_8))
                : manifests.get().getOrDefault(platform, now);
    }
}
