package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.ShellLexer.Expansion;
import imagefactory.core.dockerfile.ShellLexer.Mode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One word on its way through a {@link ShellLexer}. */
final class ShellWord {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_LENGTH = 1 << 20;
    private static final int NO_STOP = Cursor.END;
    private static final String CLOSE_ADVICE = "Close the quote, the brace or the slash, or escape what opens it.";

    private final ShellLexer lexer;
    private final String source;
    private final Cursor cursor;
    private final Map<String, String> environment;
    private final StringBuilder buffer = new StringBuilder();
    private final Set<String> used = new LinkedHashSet<>();
    private boolean rawEscapes;
    private int depth;

    /** What was read up to a stop. */
    private record Piece(String text, List<String> words) {}

    ShellWord(ShellLexer lexer, String source, Map<String, String> environment) {
        this.lexer = lexer;
        this.source = source;
        this.cursor = new Cursor(source);
        this.environment = environment;
        this.rawEscapes = lexer.has(Mode.RAW_ESCAPES);
    }

    Expansion expand() throws Malformed {
        var piece = upTo(NO_STOP, rawEscapes);
        return new Expansion(piece.text(), piece.words(), used);
    }

    /** Reads to the stop character, and over it. */
    String upTo(int stop, boolean raw, String missing) throws Malformed {
        try {
            return upTo(stop, raw).text();
        } catch (Malformed e) {
            throw cursor.peek() == Cursor.END && !(e instanceof Malformed.Unset) ? unclosed(missing) : e;
        }
    }

    Cursor cursor() {
        return cursor;
    }

    ShellLexer lexer() {
        return lexer;
    }

    String source() {
        return source;
    }

    Optional<String> variable(String name) {
        used.add(name);
        return Optional.ofNullable(environment.get(name));
    }

    private Piece upTo(int stop, boolean raw) throws Malformed {
        if (++depth > MAX_DEPTH) {
            throw new Malformed("substitutions are nested too deeply.", "Use an ARG in between.");
        }
        boolean before = rawEscapes;
        rawEscapes = raw;
        try {
            return read(stop);
        } finally {
            rawEscapes = before;
            depth--;
        }
    }

    private Piece read(int stop) throws Malformed {
        var result = new StringBuilder();
        var words = new WordList(buffer);
        while (cursor.peek() != Cursor.END) {
            if (cursor.peek() == stop) {
                cursor.next();
                return new Piece(result.toString(), words.finish());
            }
            readOne(result, words);
            checkLength(result);
        }
        if (stop != NO_STOP) {
            throw unclosed(Character.toString(stop));
        }
        return new Piece(result.toString(), words.finish());
    }

    private void readOne(StringBuilder result, WordList words) throws Malformed {
        int c = cursor.peek();
        boolean quote = (c == '\'' || c == '"') && !lexer.has(Mode.NO_QUOTES);
        if (c == '$') {
            var value = dollar();
            result.append(value);
            words.add(value);
        } else if (c == '<' || quote) {
            var text = c == '<' ? possibleHeredoc() : quotation(c);
            result.append(text);
            words.addRaw(text);
        } else {
            ordinary(result, words);
        }
    }

    private void ordinary(StringBuilder result, WordList words) {
        int c = cursor.next();
        if (c != lexer.escape()) {
            words.add(c);
            result.appendCodePoint(c);
            return;
        }
        if (rawEscapes) {
            words.addRaw(c);
            result.appendCodePoint(c);
        }
        int escaped = cursor.next();
        if (escaped != Cursor.END) {
            words.addRaw(escaped);
            result.appendCodePoint(escaped);
        }
    }

    private String quotation(int quote) throws Malformed {
        var result = new StringBuilder();
        keepQuote(cursor.next(), result);
        while (cursor.peek() != quote) {
            if (cursor.peek() == Cursor.END) {
                throw unclosed(quote == '"' ? "double quote" : "single quote");
            }
            if (quote == '"') {
                quoted(result);
            } else {
                result.appendCodePoint(cursor.next());
            }
            checkLength(result);
        }
        keepQuote(cursor.next(), result);
        return result.toString();
    }

    private void keepQuote(int quote, StringBuilder result) {
        if (lexer.has(Mode.RAW_QUOTES)) {
            result.appendCodePoint(quote);
        }
    }

    /** Between double quotes, only a quote, a dollar and the escape itself can be escaped. */
    private void quoted(StringBuilder result) throws Malformed {
        if (cursor.peek() == '$') {
            result.append(dollar());
            return;
        }
        int c = cursor.next();
        if (c != lexer.escape()) {
            result.appendCodePoint(c);
            return;
        }
        if (rawEscapes) {
            result.appendCodePoint(c);
        }
        int escaped = cursor.peek();
        if (escaped == '"' || escaped == '$' || escaped == lexer.escape()) {
            result.appendCodePoint(cursor.next());
        } else if (escaped != Cursor.END) {
            result.appendCodePoint(c);
        }
    }

    private String dollar() throws Malformed {
        cursor.next();
        if (cursor.peek() == '{') {
            cursor.next();
            return new Substitution(this).value();
        }
        var name = name();
        if (name.isEmpty()) {
            return "$";
        }
        var value = variable(name);
        return value.isEmpty() && lexer.has(Mode.KEEP_UNSET) ? "$" + name : value.orElse("");
    }

    /** A name, a number, or one of the special parameters. */
    String name() {
        int first = cursor.peek();
        if (Character.isDigit(first)) {
            return digits();
        }
        if (first != Cursor.END && "@*#?-$!0".indexOf(first) >= 0) {
            return Character.toString(cursor.next());
        }
        var name = new StringBuilder();
        while (Character.isLetter(cursor.peek()) || Character.isDigit(cursor.peek()) || cursor.peek() == '_') {
            name.appendCodePoint(cursor.next());
        }
        return name.toString();
    }

    private String digits() {
        var name = new StringBuilder();
        while (Character.isDigit(cursor.peek())) {
            name.appendCodePoint(cursor.next());
        }
        return name.toString();
    }

    /** White space between {@code <<} and its word does not part them. */
    private String possibleHeredoc() {
        cursor.next();
        if (cursor.peek() != '<') {
            return "<";
        }
        cursor.next();
        var result = new StringBuilder("<<");
        while (cursor.peek() == ' ' || cursor.peek() == '\t' || cursor.peek() == '\r') {
            result.appendCodePoint(cursor.next());
        }
        return result.toString();
    }

    private static void checkLength(StringBuilder result) throws Malformed {
        if (result.length() > MAX_LENGTH) {
            throw new Malformed("a word grows beyond 1 MiB by its variables.", "Shorten the values.");
        }
    }

    private Malformed unclosed(String what) {
        return new Malformed(
                "the end of " + Text.quoted(source) + " came before the matching " + what + ".", CLOSE_ADVICE);
    }
}
