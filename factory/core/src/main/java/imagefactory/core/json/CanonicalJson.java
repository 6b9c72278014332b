package imagefactory.core.json;

import imagefactory.core.image.Bytes;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One spelling for one value (RFC 8785, JSON Canonicalization Scheme): keys sorted, no white space, shortest escapes.
 *
 * <p>Takes maps with string keys, iterables, strings, booleans and whole numbers; anything else is written as its
 * {@code toString}. Empty {@link Optional}s in a map leave their key out. No fractions: nothing that is hashed here has any.
 */
public final class CanonicalJson {
    private final StringBuilder out = new StringBuilder();

    private CanonicalJson() {}

    public static Bytes write(Object value) {
        var writer = new CanonicalJson();
        writer.value(value);
        return Bytes.utf8(writer.out.toString());
    }

    private void value(Object value) {
        switch (value) {
            case Map<?, ?> map -> object(map);
            case Path path -> string(path.toString()); // iterable too, and its one name is a path again
            case Iterable<?> list -> array(list);
            case Boolean flag -> out.append(flag.booleanValue());
            case Integer number -> out.append(number.intValue());
            case Long number -> out.append(number.longValue());
            case Raw raw -> out.append(raw.json().utf8());
            default -> string(value.toString());
        }
    }

    /** JSON that somebody else wrote, passed on unchanged: a document inside a statement. */
    public record Raw(Bytes json) {}

    private void object(Map<?, ?> map) {
        var sorted = new TreeMap<String, Object>();
        map.forEach((key, value) -> present(value).ifPresent(there -> sorted.put(key.toString(), there)));
        out.append('{');
        var separator = "";
        for (var entry : sorted.entrySet()) {
            out.append(separator);
            string(entry.getKey());
            out.append(':');
            value(entry.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private static Optional<?> present(Object value) {
        return value instanceof Optional<?> optional ? optional : Optional.of(value);
    }

    private void array(Iterable<?> list) {
        out.append('[');
        var separator = "";
        for (var each : list) {
            out.append(separator);
            value(each);
            separator = ",";
        }
        out.append(']');
    }

    private void string(String text) {
        out.append('"');
        text.chars().forEach(this::character);
        out.append('"');
    }

    private void character(int c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> plain(c);
        }
    }

    private void plain(int c) {
        if (c < ' ') {
            out.append(String.format("\\u%04x", c));
        } else {
            out.append((char) c);
        }
    }
}
