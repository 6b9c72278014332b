package imagefactory.core.dockerfile;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The parser directives at the head of a Dockerfile: comments of the form {@code # name=value}, before anything else.
 *
 * <p>The first line that is none, be it blank, ends them.
 */
final class Directives {
    private static final String SPACES = "\t\n\f\r ";
    private static final List<String> KNOWN = List.of("syntax", "escape", "check");
    private static final String SYNTAX = "syntax";

    private final Map<String, String> found = new HashMap<>();
    private boolean over;

    /** Looks at the next line of the file, without its line end. */
    void accept(String line) throws Malformed {
        var directive = over ? Optional.<Map.Entry<String, String>>empty() : match(line);
        if (directive.isEmpty()) {
            over = true;
            return;
        }
        var name = directive.get().getKey();
        if (found.put(name, directive.get().getValue()) != null) {
            throw new Malformed(
                    "the parser directive " + name + " stands here for the second time.", "Remove one of the two.");
        }
        checkEscape();
    }

    char escape() {
        return found.getOrDefault("escape", "\\").charAt(0);
    }

    /** The frontend that the file asks for: BuildKit looks for it past a {@code #!} line, and not past leading blanks. */
    static Optional<String> syntax(List<String> lines) {
        var rest = !lines.isEmpty() && lines.getFirst().startsWith("#!") ? lines.subList(1, lines.size()) : lines;
        for (var line : rest) {
            var directive = match(Spaces.trimNewline(line));
            if (directive.isEmpty() || directive.get().getKey().equals(SYNTAX)) {
                return directive.map(pair -> pair.getValue().split(" ", 2)[0]);
            }
        }
        return Optional.empty();
    }

    private void checkEscape() throws Malformed {
        var escape = found.getOrDefault("escape", "\\");
        if (!escape.equals("\\") && !escape.equals("`")) {
            throw new Malformed(
                    "the parser directive escape is \"" + escape + "\".", "Write # escape=\\ or # escape=` there.");
        }
    }

    private static Optional<Map.Entry<String, String>> match(String line) {
        var comment = line.startsWith("#") ? Spaces.trimLeft(line.substring(1)) : "";
        int at = comment.indexOf('=');
        if (at < 0) {
            return Optional.empty();
        }
        var name = trimmed(comment.substring(0, at)).toLowerCase(Locale.ROOT);
        var value = comment.substring(at + 1);
        return KNOWN.contains(name) && !value.isEmpty()
                ? Optional.of(Map.entry(name, trimmed(value)))
                : Optional.empty();
    }

    private static String trimmed(String text) {
        int end = text.length();
        while (end > 0 && SPACES.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        int start = 0;
        while (start < end && SPACES.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return text.substring(start, end);
    }
}
