package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.Automaton.Element;
import imagefactory.core.dockerfile.Automaton.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The part of Go's regular expressions that {@link IgnoreRegex} writes: characters, classes, {@code *}, {@code (.*}{@code
 * /)?}, and {@code |} between whole expressions.
 */
final class GoExpression {
    private static final String DIRECTORIES = "(.*/)?";
    private static final Map<Character, Kind> PLACES =
            Map.of('b', Kind.BOUNDARY, 'B', Kind.INSIDE, 'A', Kind.START, 'z', Kind.END);

    private final String text;
    private final List<List<Element>> alternatives = new ArrayList<>();
    private List<Element> elements = new ArrayList<>();
    private int at;

    private GoExpression(String text) {
        this.text = text;
    }

    /** @return empty if it is no expression */
    static Optional<Automaton> parse(String text) {
        var expression = new GoExpression(text);
        expression.alternatives.add(expression.elements);
        while (expression.at < text.length()) {
            if (!expression.element()) {
                return Optional.empty();
            }
        }
        return Optional.of(new Automaton(expression.alternatives));
    }

    private boolean element() {
        if (take('|')) {
            elements = new ArrayList<>();
            alternatives.add(elements);
            return true;
        }
        if (text.startsWith(DIRECTORIES, at)) {
            at += DIRECTORIES.length();
            elements.add(new Element(Kind.OPTION, c -> false));
            elements.add(new Element(Kind.MANY, c -> c != '\n'));
            elements.add(new Element(Kind.ONE, c -> c == '/'));
            return true;
        }
        var accepts = atom();
        if (accepts.isEmpty()) {
            return false;
        }
        boolean many = at < text.length() && text.charAt(at) == '*';
        at += many ? 1 : 0;
        var last = accepts.get();
        elements.add(new Element(many ? Kind.MANY : last.kind(), last.accepts()));
        return true;
    }

    private Optional<Element> atom() {
        int c = next();
        return switch (c) {
            case '^' -> Optional.of(new Element(Kind.START, any -> false));
            case '$' -> Optional.of(new Element(Kind.END, any -> false));
            case '.' -> one(any -> any != '\n');
            case '[' -> bracket();
            case '\\' -> boundary().or(() -> escape().flatMap(GoExpression::one));
            default -> one(any -> any == c);
        };
    }

    /** {@code \\b} and its like, which stand for a place and for no character. */
    private Optional<Element> boundary() {
        var kind = Optional.ofNullable(at < text.length() ? PLACES.get(text.charAt(at)) : null);
        kind.ifPresent(found -> at++);
        return kind.map(found -> new Element(found, any -> false));
    }

    private static Optional<Element> one(IntPredicate accepts) {
        return Optional.of(new Element(Kind.ONE, accepts));
    }

    private Optional<Element> bracket() {
        boolean negated = take('^');
        IntPredicate all = c -> false;
        boolean first = true;
        while (at < text.length() && (first || text.charAt(at) != ']')) {
            var range = range();
            if (range.isEmpty()) {
                return Optional.empty();
            }
            all = all.or(range.get());
            first = false;
        }
        return take(']') ? one(negated ? all.negate() : all) : Optional.empty();
    }

    private Optional<IntPredicate> range() {
        int low = next();
        if (low == '\\') {
            int peeked = at < text.length() ? text.codePointAt(at) : 0;
            var escape = escape();
            if (escape.isEmpty() || !isRange() || !isPunctuation(peeked)) {
                return escape;
            }
            low = peeked;
        }
        if (!isRange()) {
            int only = low;
            return Optional.of(c -> c == only);
        }
        at++;
        int from = low;
        int to = next();
        to = to == '\\' && at < text.length() ? next() : to;
        int high = to;
        return from <= high ? Optional.of(c -> c >= from && c <= high) : Optional.empty();
    }

    private boolean isRange() {
        return at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']';
    }

    private Optional<IntPredicate> escape() {
        if (at == text.length()) {
            return Optional.empty();
        }
        int c = next();
        return switch (c) {
            case 'd' -> Optional.of(GoExpression::isDigit);
            case 'D' -> Optional.of(any -> !isDigit(any));
            case 'w' -> Optional.of(GoExpression::isWord);
            case 'W' -> Optional.of(any -> !isWord(any));
            case 's' -> Optional.of(any -> "\t\n\f\r ".indexOf(any) >= 0);
            case 'S' -> Optional.of(any -> "\t\n\f\r ".indexOf(any) < 0);
            case 'a' -> Optional.of(any -> any == 0x07);
            case 'f' -> Optional.of(any -> any == '\f');
            case 'n' -> Optional.of(any -> any == '\n');
            case 'r' -> Optional.of(any -> any == '\r');
            case 't' -> Optional.of(any -> any == '\t');
            case 'v' -> Optional.of(any -> any == 0x0B);
            default -> isPunctuation(c) ? Optional.of(any -> any == c) : Optional.empty();
        };
    }

    private static boolean isPunctuation(int c) {
        return c == '_' || (c < 0x80 && !isWord(c));
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isWord(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private boolean take(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private int next() {
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }
}
