package imagefactory.core.dockerfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The flags of one instruction, checked against those that it knows. */
final class Flags {
    private final Map<String, List<String>> values = new HashMap<>();

    /** How a flag is written. */
    enum Kind {
        /** {@code --link}, {@code --link=false} */
        SWITCH,
        /** {@code --from=x}, once */
        ONE,
        /** {@code --mount=x}, any number of times */
        MANY
    }

    static Flags parse(List<String> given, Map<String, Kind> known) throws Malformed {
        var flags = new Flags();
        for (var word : given) {
            flags.add(word, known);
        }
        return flags;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Optional<String> one(String name) {
        return many(name).stream().findFirst();
    }

    List<String> many(String name) {
        return values.getOrDefault(name, List.of());
    }

    boolean isOn(String name) {
        return one(name).filter(value -> !value.equals("false")).isPresent();
    }

    private void add(String word, Map<String, Kind> known) throws Malformed {
        int at = word.indexOf('=');
        var name = at < 0 ? word.substring(2) : word.substring(2, at);
        var value = at < 0 ? Optional.<String>empty() : Optional.of(word.substring(at + 1));
        var kind = Optional.ofNullable(known.get(name))
                .orElseThrow(() -> new Malformed(
                        "the flag --" + name + " is unknown.", Nearest.advice("--", name, known.keySet())));
        if (has(name) && kind != Kind.MANY) {
            throw new Malformed("the flag --" + name + " stands there twice.", "Remove one of the two.");
        }
        values.computeIfAbsent(name, any -> new ArrayList<>())
                .add(kind == Kind.SWITCH ? truth(name, value) : text(name, value));
    }

    private static String text(String name, Optional<String> value) throws Malformed {
        return value.orElseThrow(
                () -> new Malformed("the flag --" + name + " has no value.", "Write --" + name + "=value."));
    }

    private static String truth(String name, Optional<String> value) throws Malformed {
        var lower = value.orElse("true").toLowerCase(Locale.ROOT);
        if (!lower.equals("true") && !lower.equals("false")) {
            throw new Malformed(
                    "the flag --" + name + " is neither true nor false.",
                    "Write --" + name + " or --" + name + "=false.");
        }
        return lower;
    }
}
