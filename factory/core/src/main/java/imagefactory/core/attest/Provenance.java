package imagefactory.core.attest;

import imagefactory.core.build.BuildKey;
import imagefactory.core.build.Difference;
import imagefactory.core.build.Inputs;
import imagefactory.core.build.Inputs.Recipe;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Platform;
import imagefactory.core.source.Source;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How an image came to be: everything that is needed to name its builds again, with the bits that each gave.
 *
 * <p>Signed, it lets a factory with an empty database compare what is published with what is true now. All platforms are built
 * from one source and one recipe; each has its own bases.
 *
 * @param image the enrolled name
 * @param commit of the source, its full object id
 * @param platforms what was made, at least one
 */
public record Provenance(
        String image, Source source, String commit, SortedMap<Platform, Made> platforms, Execution execution) {

    /** The URI of the way in which the factory builds; another one is another shape of parameters. */
    public static final String BUILD_TYPE = "https://imagefactory.io/build/v1";

    /** The URI of who vouches for it. */
    public static final String BUILDER = "https://imagefactory.io/factory/v1";

    /**
     * One platform of it.
     *
     * @param epoch see {@link BuildKey#of}
     * @param base which of the pins the final stage is FROM; empty for scratch, and where an older factory did not say
     * @param manifest what the build gave
     * @param backend name and version of what ran the build, as the builder reported it
     */
    public record Made(Inputs inputs, String epoch, Optional<Pin> base, Digest manifest, String backend) {
        public Made {
            if (base.isPresent() && !inputs.pins().contains(base.get())) {
                throw new IllegalArgumentException("the base " + base.get().reference() + " is none of the pins");
            }
        }

        public BuildKey key() {
            return BuildKey.of(inputs.digest(), epoch);
        }
    }

    /**
     * The run that put it together.
     *
     * @param factory the factory's release
     */
    public record Execution(String run, Instant started, Instant finished, String factory) {}

    public Provenance {
        if (platforms.isEmpty()) {
            throw new IllegalArgumentException("a provenance of " + image + " needs a platform");
        }
        platforms.forEach(Provenance::check);
        same(image, "context", platforms.values(), made -> made.inputs().context());
        same(image, "Dockerfile", platforms.values(), made -> made.inputs().dockerfile());
        same(image, ".dockerignore", platforms.values(), made -> made.inputs().dockerignore());
        same(image, "recipe", platforms.values(), made -> made.inputs().recipe());
        platforms = Collections.unmodifiableSortedMap(new TreeMap<>(platforms));
    }

    /** The predicate of the statement: canonical JSON. */
    public Bytes json() {
        return ProvenanceJson.of(this);
    }

    /** What went into it, to be compared with what would go into it now. */
    public Difference.State state() {
        var inputs = new TreeMap<Platform, Inputs>();
        platforms.forEach((platform, made) -> inputs.put(platform, made.inputs()));
        return new Difference.State(commit, inputs);
    }

    public Recipe recipe() {
        return any().recipe();
    }

    /** Of the first platform: context, Dockerfile and recipe are those of all. */
    Inputs any() {
        return platforms.firstEntry().getValue().inputs();
    }

    private static void check(Platform platform, Made made) {
        if (!made.inputs().platform().equals(platform)) {
            throw new IllegalArgumentException(
                    "inputs for " + made.inputs().platform() + " cannot have made " + platform);
        }
    }

    private static void same(String image, String what, Collection<Made> made, Function<Made, Object> part) {
        if (made.stream().map(part).distinct().count() > 1) {
            throw new IllegalArgumentException("the platforms of " + image + " were not built from one " + what);
        }
    }
}
