package imagefactory.cli.state;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.ImageRef;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the originals call bases: {@code node:22-bookworm-slim} is {@code node-22-bookworm-slim}, whoever wrote the registry out. */
final class BaseNames {
    private static final int HASH = 8;

    private BaseNames() {}

    /** Each reference has a name of its own: of two that would share one, the second in order gets a hash. */
    static Map<ImageRef, String> of(Collection<ImageRef> references) {
        var names = new TreeMap<ImageRef, String>();
        for (var reference : new TreeSet<>(references)) {
            var name = familiar(reference).replaceAll("[:/@]", "-");
            names.put(reference, names.containsValue(name) ? name + "-" + hash(reference) : name);
        }
        return names;
    }

    /** As people write it. */
    static String familiar(ImageRef reference) {
        return reference.toString().replaceFirst("^docker\\.io/(library/)?", "");
    }

    private static String hash(ImageRef reference) {
        return Bytes.utf8(reference.toString()).digest().hex().substring(0, HASH);
    }
}
