package imagefactory.core.build;

import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.json.CanonicalJson;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A reference of a Dockerfile, held to the manifest that it stood for.
 *
 * @param reference as the Dockerfile names it, in full form
 * @param platform of the stage that names it
 * @param manifest of that platform: an index that only gained an architecture changes nothing here
 */
public record Pin(ImageRef reference, Platform platform, Digest manifest) implements Comparable<Pin> {
    /** What a list of pins is told by where there is no room for them, whatever their order. */
    public static Digest digest(Collection<Pin> pins) {
        return CanonicalJson.write(json(pins)).digest();
    }

    public static List<Map<String, Object>> json(Collection<Pin> pins) {
        return pins.stream().sorted().distinct().map(Pin::json).toList();
    }

    private Map<String, Object> json() {
        return Map.of("reference", reference, "platform", platform, "manifest", manifest);
    }

    @Override
    public int compareTo(Pin other) {
        int order = reference.compareTo(other.reference);
        return order != 0 ? order : platform.compareTo(other.platform);
    }
}
