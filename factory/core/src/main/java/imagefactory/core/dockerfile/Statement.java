package imagefactory.core.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One joined line, split by the grammar of its keyword.
 *
 * @param keyword as written
 * @param trigger what an ONBUILD runs later
 */
record Statement(
        String keyword, List<String> flags, List<String> arguments, boolean json, Optional<Statement> trigger) {
    private static final Set<String> WITH_HEREDOCS = Set.of("ADD", "COPY", "RUN");

    static Statement parse(String line, char escape) throws Malformed {
        return parse(line, escape, true);
    }

    String name() {
        return keyword.toUpperCase(Locale.ROOT);
    }

    boolean mayHaveHeredocs() {
        var inner = trigger.orElse(this);
        return WITH_HEREDOCS.contains(inner.name()) && !inner.json();
    }

    private static Statement parse(String line, char escape, boolean outer) throws Malformed {
        var parts = Spaces.splitOnce(Spaces.trim(line));
        var keyword = parts.getFirst();
        var split = parts.size() == 2 ? FlagWords.split(parts.get(1), escape) : new FlagWords.Split(List.of(), "");
        var rest = Spaces.trim(split.rest());
        if (keyword.equalsIgnoreCase("ONBUILD")) {
            return onbuild(keyword, split.flags(), rest, outer ? Optional.of(escape) : Optional.empty());
        }
        var words = words(keyword.toUpperCase(Locale.ROOT), rest, escape);
        return new Statement(keyword, split.flags(), words.list(), words.json(), Optional.empty());
    }

    private static Statement onbuild(String keyword, List<String> flags, String rest, Optional<Character> escape)
            throws Malformed {
        if (rest.isEmpty()) {
            return new Statement(keyword, flags, List.of(), false, Optional.empty());
        }
        if (escape.isEmpty()) {
            throw new Malformed("ONBUILD ONBUILD is not allowed.", "Remove one of the two.");
        }
        var trigger = parse(rest, escape.get(), false);
        var arguments = new ArrayList<>(List.of(trigger.keyword()));
        arguments.addAll(trigger.arguments());
        return new Statement(keyword, flags, arguments, false, Optional.of(trigger));
    }

    /** Words, and whether they were a JSON array. */
    private record Arguments(List<String> list, boolean json) {}

    private static Arguments words(String name, String rest, char escape) throws Malformed {
        return switch (name) {
            case "ADD", "COPY", "VOLUME" -> jsonOr(rest, spaced(rest));
            case "CMD", "ENTRYPOINT", "RUN", "SHELL" -> jsonOr(rest, whole(rest));
            case "HEALTHCHECK" -> healthcheck(rest);
            case "ENV", "LABEL" -> new Arguments(assignments(name, rest, escape), false);
            case "ARG" -> new Arguments(Words.split(rest, escape), false);
            case "EXPOSE", "FROM" -> new Arguments(spaced(rest), false);
            case "MAINTAINER", "STOPSIGNAL", "USER", "WORKDIR" -> new Arguments(whole(rest), false);
            default -> new Arguments(List.of(), false);
        };
    }

    private static Arguments jsonOr(String rest, List<String> otherwise) throws Malformed {
        var array = JsonArray.parse(rest);
        return new Arguments(array.orElse(otherwise), array.isPresent());
    }

    private static List<String> whole(String rest) {
        return rest.isEmpty() ? List.of() : List.of(rest);
    }

    private static List<String> spaced(String rest) {
        return rest.isEmpty() ? List.of() : Spaces.split(rest);
    }

    private static Arguments healthcheck(String rest) throws Malformed {
        int end = 0;
        while (end < rest.length() && !Spaces.isSpace(rest.charAt(end))) {
            end++;
        }
        if (end == 0) {
            return new Arguments(List.of(), false);
        }
        var command = Spaces.trimLeft(rest.substring(end));
        var inner = jsonOr(command, whole(command));
        var all = new ArrayList<>(List.of(rest.substring(0, end)));
        all.addAll(inner.list());
        return new Arguments(all, inner.json());
    }

    /** Key, value and separator in turn: {@code A=1 B=2}, or the old form {@code A 1}. */
    private static List<String> assignments(String name, String rest, char escape) throws Malformed {
        var words = Words.split(rest, escape);
        if (!words.isEmpty() && words.getFirst().indexOf('=') < 0) {
            return oldAssignment(name, rest);
        }
        var all = new ArrayList<String>();
        for (var word : words) {
            int at = word.indexOf('=');
            if (at < 0) {
                throw new Malformed(
                        Text.quoted(word) + " in " + name + " has no =.",
                        "Write name=value, and the value in quotes where it has spaces.");
            }
            all.addAll(List.of(word.substring(0, at), word.substring(at + 1), "="));
        }
        return all;
    }

    private static List<String> oldAssignment(String name, String rest) throws Malformed {
        var parts = Spaces.splitOnce(rest);
        if (parts.size() < 2) {
            throw new Malformed(name + " has a name and no value.", "Write " + name + " " + rest + "=value.");
        }
        return List.of(parts.get(0), parts.get(1), "");
    }
}
