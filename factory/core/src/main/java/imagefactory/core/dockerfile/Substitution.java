package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.ShellLexer.Mode;
import java.util.Optional;

/** What stands between {@code ${} and {@code }}. */
final class Substitution {
    private static final String FORMS =
            "Write ${X}, or one of :- - :+ + :? ? # ## % %% / // behind the name, or escape the dollar.";

    private final ShellWord word;
    private final Cursor cursor;

    /** Begins behind the opening brace. */
    Substitution(ShellWord word) {
        this.word = word;
        this.cursor = word.cursor();
    }

    String value() throws Malformed {
        int first = cursor.peek();
        if (first == Cursor.END || first == '{' || first == '}' || first == ':') {
            throw bad();
        }
        var name = word.name();
        int modifier = cursor.next();
        return switch (modifier) {
            case '}' -> word.variable(name).orElseGet(() -> keepsUnset() ? "${" + name + "}" : "");
            case ':' -> modified(name, cursor.next(), true);
            case '/' -> replaced(name);
            default -> modified(name, modifier, false);
        };
    }

    private String modified(String name, int modifier, boolean nullIsUnset) throws Malformed {
        if (modifier == Cursor.END || (nullIsUnset ? "+-?" : "+-?#%").indexOf(modifier) < 0) {
            throw bad();
        }
        var operand = word.upTo('}', modifier == '#' || modifier == '%', "}");
        var value = word.variable(name);
        if (value.isEmpty() && keepsUnset()) {
            return "${" + name + (nullIsUnset ? ":" : "") + Character.toString(modifier) + operand + "}";
        }
        var present = value.filter(text -> !nullIsUnset || !text.isEmpty());
        return switch (modifier) {
            case '-' -> present.orElse(operand);
            case '+' -> present.isPresent() ? operand : "";
            case '?' -> present.orElseThrow(() -> required(name, operand, value));
            default -> trimmed(operand, value.orElse(""), modifier);
        };
    }

    private static String trimmed(String operand, String value, int modifier) throws Malformed {
        boolean longest = !operand.isEmpty() && operand.charAt(0) == modifier;
        var pattern = longest ? operand.substring(1) : operand;
        return modifier == '%'
                ? ShellPattern.withoutSuffix(pattern, value, longest)
                : ShellPattern.parse(pattern).withoutPrefix(value, longest);
    }

    private String replaced(String name) throws Malformed {
        boolean all = cursor.peek() == '/';
        if (all) {
            cursor.next();
        }
        var pattern = word.upTo('/', true, "/");
        var replacement = word.upTo('}', true, "}");
        var value = word.variable(name);
        if (value.isEmpty() && keepsUnset()) {
            return "${" + name + "/" + pattern + "/" + replacement + "}";
        }
        return ShellPattern.parse(pattern).replaced(value.orElse(""), replacement, all);
    }

    private boolean keepsUnset() {
        return word.lexer().has(Mode.KEEP_UNSET);
    }

    private static Malformed required(String name, String operand, Optional<String> value) {
        var why = value.isPresent() ? "is empty" : "is not set";
        var said = operand.isEmpty() ? "" : " (" + operand + ")";
        var text = "the variable " + name + " is required and " + why + said + ".";
        var advice = "Give it as a build argument, or declare it with a value.";
        return value.isPresent() ? new Malformed(text, advice) : new Malformed.Unset(text, advice);
    }

    private Malformed bad() {
        return new Malformed("bad substitution in " + Text.quoted(word.source()) + ".", FORMS);
    }
}
