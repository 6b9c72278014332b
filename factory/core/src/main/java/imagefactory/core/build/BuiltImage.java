package imagefactory.core.build;

import imagefactory.core.image.Digest;
import imagefactory.core.registry.Descriptor;
import java.util.List;

/**
 * A built image of one platform.
 *
 * @param manifest as the registry has it
 * @param report what the builder says it used, to be compared with what was planned
 */
public record BuiltImage(Descriptor manifest, Report report) {
    /**
     * The builder's own word.
     *
     * @param context digest of the {@link Context} that it gave to the back end
     * @param pins the bases that it built on
     * @param backend name and version of what it ran
     * @param millis how long the build took, without waiting
     */
    public record Report(Digest context, Digest manifest, List<Pin> pins, String backend, long millis) {}
}
