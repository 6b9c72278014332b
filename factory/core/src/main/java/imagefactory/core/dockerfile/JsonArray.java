package imagefactory.core.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The exec form of an instruction: a JSON array of strings (RFC 8259).
 *
 * <p>What is no JSON array is a shell command, not an error; a JSON array of other things than strings is one.
 */
final class JsonArray {
    private static final int MAX_DEPTH = 500;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final int END = -1;

    private final String text;
    private int at;

    private JsonArray(String text) {
        this.text = text;
    }

    /** The text is no JSON. */
    private static final class NoJson extends Exception {
        private static final long serialVersionUID = 1;

        NoJson() {
            super(null, null, false, false);
        }
    }

    /** @return empty if this is no JSON array */
    static Optional<List<String>> parse(String text) throws Malformed {
        var trimmed = Spaces.trimLeft(text);
        if (!trimmed.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(strings(new JsonArray(trimmed).document()));
        } catch (NoJson e) {
            return Optional.empty();
        }
    }

    private static List<String> strings(List<Optional<String>> values) throws Malformed {
        var strings = new ArrayList<String>();
        for (var value : values) {
            strings.add(value.orElseThrow(() -> new Malformed(
                    "the JSON array has something else than strings in it.", "Put every word in double quotes.")));
        }
        return strings;
    }

    private List<Optional<String>> document() throws NoJson, Malformed {
        var values = array(0);
        skipSpaces();
        if (at != text.length()) {
            throw new NoJson();
        }
        return values;
    }

    /** The elements; empty for one that is no string. */
    private List<Optional<String>> array(int depth) throws NoJson, Malformed {
        var values = new ArrayList<Optional<String>>();
        expect('[');
        skipSpaces();
        if (take(']')) {
            return values;
        }
        do {
            skipSpaces();
            values.add(value(depth + 1));
            skipSpaces();
        } while (take(','));
        expect(']');
        return values;
    }

    private void object(int depth) throws NoJson, Malformed {
        expect('{');
        skipSpaces();
        if (take('}')) {
            return;
        }
        do {
            skipSpaces();
            string();
            skipSpaces();
            expect(':');
            skipSpaces();
            value(depth + 1);
            skipSpaces();
        } while (take(','));
        expect('}');
    }

    private Optional<String> value(int depth) throws NoJson, Malformed {
        if (depth > MAX_DEPTH) {
            throw new Malformed("the JSON array is nested too deeply.", "Write an array of strings.");
        }
        switch (peek()) {
            case '"' -> {
                return Optional.of(string());
            }
            case '[' -> array(depth);
            case '{' -> object(depth);
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
        return Optional.empty();
    }

    private void literal(String word) throws NoJson {
        if (!text.startsWith(word, at)) {
            throw new NoJson();
        }
        at += word.length();
    }

    private void number() throws NoJson {
        var matcher = NUMBER.matcher(text).region(at, text.length());
        if (!matcher.lookingAt() || Double.isInfinite(Double.parseDouble(matcher.group()))) {
            throw new NoJson();
        }
        at = matcher.end();
    }

    private String string() throws NoJson {
        var string = new StringBuilder();
        expect('"');
        while (!take('"')) {
            int c = next();
            if (c < ' ') {
                throw new NoJson();
            }
            string.append(c == '\\' ? escaped() : (char) c);
        }
        return whole(string);
    }

    private char escaped() throws NoJson {
        int c = next();
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> throw new NoJson();
        };
    }

    private char hexadecimal() throws NoJson {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int c = next();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw new NoJson();
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    /** Halves of surrogate pairs are replaced as Go's decoder does. */
    private static String whole(StringBuilder string) {
        var whole = new StringBuilder(string.length());
        string.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }

    private void skipSpaces() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            at++;
        }
    }

    private boolean take(char c) {
        boolean there = peek() == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) throws NoJson {
        if (!take(c)) {
            throw new NoJson();
        }
    }

    private int peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private int next() throws NoJson {
        int c = peek();
        if (c == END) {
            throw new NoJson();
        }
        at++;
        return c;
    }
}
