package imagefactory.core.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A mapping of the file, by its known keys. Keys that are not known, or there twice, are found fault with when it is made. */
final class Fields {
    private static final int MOST_KEYS = 200;

    private record Field(Node key, Value value) {}

    private final Value whole;
    private final Place place;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    /** Reads a mapping; what is none is empty, and found fault with. */
    Fields(Value whole, Place place) {
        this.whole = whole;
        this.place = place;
        whole.tuples(MOST_KEYS).forEach(this::add);
    }

    Value whole() {
        return whole;
    }

    boolean has(String key) {
        return fields.containsKey(known(key));
    }

    Optional<Value> get(String key) {
        return Optional.ofNullable(fields.get(known(key))).map(Field::value);
    }

    /** Where the key stands, or the mapping where it is not there. */
    Node at(String key) {
        return Optional.ofNullable(fields.get(known(key))).map(Field::key).orElse(whole.node());
    }

    /** The value of a key in its form; nothing where the key is absent, or found fault with. */
    <T> Optional<T> read(String key, Form<T> form) {
        return get(key).flatMap(value -> value.as(form));
    }

    boolean flag(String key, boolean otherwise) {
        return get(key).flatMap(Value::flag).orElse(otherwise);
    }

    /** As {@link #read}, for a key that has to be there. */
    <T> Optional<T> need(String key, Form<T> form, Supplier<String> remedy) {
        if (!has(key) && whole.node() instanceof MappingNode) {
            whole.findings().fault(whole.node(), path(key) + " is missing.", remedy.get());
        }
        return read(key, form);
    }

    Optional<Fields> fields(String key, Place of) {
        return get(key).map(value -> new Fields(value, of));
    }

    /** The keys that are there, in their order. */
    List<String> keys() {
        return List.copyOf(fields.keySet());
    }

    /** Takes over the fields of a mapping inside this one, where they mean the same. */
    void absorb(Fields inner) {
        inner.fields.forEach((key, field) -> {
            var other = fields.putIfAbsent(key, field);
            if (other != null) {
                int line = other.key().getStartMark().getLine() + 1;
                whole.findings().fault(field.key(), key + " stands at line " + line + " too.", "Keep one.");
            }
        });
    }

    private String path(String key) {
        return whole.path().isEmpty() ? key : whole.path() + "." + key;
    }

    private String known(String key) {
        if (!place.keys().contains(key)) {
            throw new IllegalArgumentException(place + " has no key " + key);
        }
        return key;
    }

    private void add(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            whole.findings().fault(tuple.getKeyNode(), "a key has to be a word.", "Write key: value.");
        } else if (!place.keys().contains(key.getValue())) {
            unknown(key);
        } else {
            var field = new Field(key, new Value(path(key.getValue()), tuple.getValueNode(), whole.findings()));
            var first = fields.putIfAbsent(key.getValue(), field);
            if (first != null) {
                int line = first.key().getStartMark().getLine() + 1;
                var text = path(key.getValue()) + " is given twice, first at line " + line + ".";
                whole.findings().fault(key, text, "Keep one.");
            } else {
                warnOfLater(key);
            }
        }
    }

    private void warnOfLater(ScalarNode key) {
        var path = place.path(key.getValue());
        if (CatalogFile.NOT_YET_OBEYED.contains(path)) {
            whole.findings().warn(key, path + " is read and not yet obeyed.", "In this release nothing comes of it.");
        }
    }

    private void unknown(ScalarNode key) {
        var remedy = NearestKey.to(key.getValue(), place)
                .map(guess -> "Did you mean " + guess + "?")
                .orElse("Known here: " + String.join(", ", place.keys()) + ".");
        whole.findings().fault(key, "unknown key " + Shown.of(path(key.getValue())) + ".", remedy);
    }
}
