package imagefactory.core.event;

import java.util.regex.Pattern;

/**
 * What a second delivery of an event is recognised by (CloudEvents 1.0, "source" and "id").
 *
 * @param source who says it
 * @param id unique at that source
 */
public record EventId(String source, String id) {
    /** Narrow on purpose: JSON may hold a NUL, which PostgreSQL refuses, and half a surrogate pair, which becomes a {@code ?}. */
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1,255}");

    public EventId {
        check("source", source);
        check("id", id);
    }

    /** @throws IllegalArgumentException if this cannot be an attribute of an event that the factory keeps */
    static void check(String name, String value) {
        if (!PRINTABLE.matcher(value).matches()) {
            throw new IllegalArgumentException(name + " is not 1 to 255 printable ASCII characters without spaces");
        }
    }

    @Override
    public String toString() {
        return source + "#" + id;
    }
}
