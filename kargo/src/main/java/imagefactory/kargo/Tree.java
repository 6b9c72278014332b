package imagefactory.kargo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mapping of a manifest, its keys in the order in which they came: texts, whole numbers, flags, lists and other mappings. */
final class Tree {
    private final Map<String, Object> entries = new LinkedHashMap<>();

    static Tree of(String key, Object value) {
        return new Tree().with(key, value);
    }

    Tree with(String key, Object value) {
        entries.put(key, value);
        return this;
    }

    /** As {@link #with}, if there is a value; an empty list is none. */
    Tree with(String key, Optional<?> value) {
        value.filter(it -> !it.equals(List.of())).ifPresent(it -> entries.put(key, it));
        return this;
    }

    Map<String, Object> entries() {
        return entries;
    }
}
