package imagefactory.core.dockerfile;

/**
 * Translates a pattern of an ignore file as patternmatcher does, step by step, into an expression or something simpler; what
 * its translation makes of odd patterns decides what is built.
 */
final class IgnoreRegex {
    private final Cursor cursor;
    private final StringBuilder expression = new StringBuilder("^");
    private Kind kind = Kind.EXACT;

    /** How a pattern is matched. */
    enum Kind {
        EXACT,
        /** ends with {@code **} */
        PREFIX,
        /** begins with {@code **} */
        SUFFIX,
        EXPRESSION
    }

    /** @param expression in Go's syntax, for its kind only */
    record Translation(Kind kind, String expression) {}

    private IgnoreRegex(String pattern) {
        cursor = new Cursor(pattern);
    }

    static Translation translate(String pattern) {
        var regex = new IgnoreRegex(pattern);
        for (int i = 0; regex.cursor.peek() != Cursor.END; i++) {
            regex.next(i == 0);
        }
        return new Translation(regex.kind, regex.expression + "$");
    }

    private void next(boolean first) {
        int c = cursor.next();
        switch (c) {
            case '*' -> star(first);
            case '?' -> expression("[^/]");
            case '[', ']' -> expression(Character.toString(c));
            case '\\' -> escaped();
            // patternmatcher means to escape | { } too, but its table of bits holds no character beyond the question
            // mark
            case '.', '+', '(', ')', '$' -> expression.append('\\').appendCodePoint(c);
            default -> expression.appendCodePoint(c);
        }
    }

    private void star(boolean first) {
        if (cursor.peek() != '*') {
            expression("[^/]*");
            return;
        }
        cursor.next();
        if (cursor.peek() == '/') {
            cursor.next();
        }
        if (cursor.peek() != Cursor.END) {
            expression("(.*/)?");
        } else if (kind == Kind.EXACT) {
            kind = Kind.PREFIX;
        } else {
            expression(".*");
        }
        kind = first ? Kind.SUFFIX : kind;
    }

    private void escaped() {
        if (cursor.peek() == Cursor.END) {
            expression.append('\\');
        } else {
            expression("\\" + Character.toString(cursor.next()));
        }
    }

    private void expression(String text) {
        expression.append(text);
        kind = Kind.EXPRESSION;
    }
}
