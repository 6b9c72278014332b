package imagefactory.core.build;

import imagefactory.core.image.Digest;
import imagefactory.core.registry.Descriptor;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What each descriptor of a published index says of its build, so that freshness can be read from the registry alone.
 *
 * <p>Anyone may write it: it says where to look, the signed provenance says what is so.
 *
 * @param inputs digest of the {@link Inputs}
 * @param epoch see {@link BuildKey#of}
 */
public record Mark(Digest inputs, String epoch) {
    public static final String INPUTS = "io.imagefactory.inputs";
    public static final String EPOCH = "io.imagefactory.epoch";

    /** Of a descriptor; empty where it carries none that can be read. */
    public static Optional<Mark> of(Descriptor descriptor) {
        var annotations = descriptor.annotations();
        return Optional.ofNullable(annotations.get(INPUTS))
                .filter(Digest::isDigest)
                .map(inputs -> new Mark(new Digest(inputs), annotations.getOrDefault(EPOCH, "")));
    }

    public SortedMap<String, String> annotations() {
        var annotations = new TreeMap<String, String>();
        annotations.put(INPUTS, inputs.value());
        annotations.put(EPOCH, epoch);
        return annotations;
    }
}
