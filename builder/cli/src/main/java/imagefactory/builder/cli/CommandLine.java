package imagefactory.builder.cli;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.text.Nearest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Flags and their values, read as Kimia reads them: {@code --flag=value}, {@code --flag value}, {@code -f value}; a value
 * {@code ""} written with its quotes is empty. Unlike there, what is not known is an error.
 */
final class CommandLine {
    private static final int MAX_WORDS = 10_000;
    private static final List<String> TRUE = List.of("true", "yes", "1", "on", "");
    private static final List<String> FALSE = List.of("false", "no", "0", "off");

    private final Map<Flag, List<String>> values = new EnumMap<>(Flag.class);

    private CommandLine() {}

    /** @throws Refused with {@code bad-request} for the first word that is not understood */
    static CommandLine parse(List<String> words) throws Refused {
        if (words.size() > MAX_WORDS) {
            throw wrong("There are more than " + MAX_WORDS + " arguments.", "Give fewer.");
        }
        var line = new CommandLine();
        var rest = words.iterator();
        while (rest.hasNext()) {
            var word = rest.next();
            int equals = word.indexOf('=');
            var flag = flag(equals < 0 ? word : word.substring(0, equals));
            if (equals >= 0 || flag.kind() == Flag.Kind.BOOLEAN) {
                line.add(flag, equals < 0 ? "" : word.substring(equals + 1));
            } else if (rest.hasNext()) {
                line.add(flag, rest.next());
            } else {
                throw wrong(flag + " has no value.", "Write " + flag + "=VALUE.");
            }
        }
        return line;
    }

    /** The last one; empty where it was not given or is empty. */
    Optional<String> one(Flag flag) {
        return all(flag).isEmpty()
                ? Optional.empty()
                : Optional.of(all(flag).getLast()).filter(value -> !value.isEmpty());
    }

    List<String> all(Flag flag) {
        return values.getOrDefault(flag, List.of());
    }

    boolean is(Flag flag, boolean otherwise) throws Refused {
        if (all(flag).isEmpty()) {
            return otherwise;
        }
        var value = all(flag).getLast().toLowerCase(Locale.ROOT);
        if (!TRUE.contains(value) && !FALSE.contains(value)) {
            throw wrong(flag + "=" + value + " is neither true nor false.", "Write " + flag + "=true or =false.");
        }
        return TRUE.contains(value);
    }

    static Refused wrong(String text, String advice) {
        return new Refused(new Problem(Problem.Code.BAD_REQUEST, text, advice));
    }

    private void add(Flag flag, String value) {
        values.computeIfAbsent(flag, each -> new ArrayList<>()).add(value.equals("\"\"") ? "" : value);
    }

    private static Flag flag(String key) throws Refused {
        if (!key.startsWith("-")) {
            throw wrong("\"" + key + "\" is no flag.", "Everything is said by flags; --help lists them.");
        }
        var flag = Flag.of(key);
        if (flag.isEmpty()) {
            throw wrong("The flag " + key + " is not known.", advice(key));
        }
        return flag.get();
    }

    private static String advice(String key) {
        return Nearest.to(key, List.of(Flag.values()), Flag::word)
                .map(flag -> "Did you mean " + flag + "?")
                .orElse("--help lists all flags.");
    }
}
