package imagefactory.core.dockerfile;

/** Finds the patterns that Go's {@code filepath.Match} refuses when it is asked about the path {@code .}, and only those. */
final class GlobSyntax {
    private static final int BAD = -1;
    private static final int NO_MATCH = 0;
    private static final int MATCH = 1;

    private final String chunk;
    private int at;

    private GlobSyntax(String chunk) {
        this.chunk = chunk;
    }

    static boolean isBad(String pattern) {
        var rest = pattern;
        var name = ".";
        while (!rest.isEmpty()) {
            int stars = 0;
            while (stars < rest.length() && rest.charAt(stars) == '*') {
                stars++;
            }
            var chunk = rest.substring(stars, chunkEnd(rest, stars));
            rest = rest.substring(stars + chunk.length());
            if (stars > 0 && chunk.isEmpty()) {
                return false;
            }
            int first = new GlobSyntax(chunk).match(name);
            int second = first == NO_MATCH && stars > 0 && !name.isEmpty() ? new GlobSyntax(chunk).match("") : first;
            if (first != MATCH && second != MATCH) {
                return first == BAD || second == BAD;
            }
            name = first == MATCH && !chunk.isEmpty() ? "" : second == MATCH && first != MATCH ? "" : name;
        }
        return false;
    }

    private static int chunkEnd(String pattern, int from) {
        boolean bracket = false;
        int i = from;
        while (i < pattern.length() && (bracket || pattern.charAt(i) != '*')) {
            char c = pattern.charAt(i);
            bracket = c == '[' || (bracket && c != ']');
            i += c == '\\' && i + 1 < pattern.length() ? 2 : 1;
        }
        return i;
    }

    /** Reads the whole chunk, even where it has failed; the name has at most one character. */
    private int match(String name) {
        boolean failed = false;
        int used = 0;
        while (at < chunk.length()) {
            failed |= used >= name.length();
            int c = failed ? 0 : name.charAt(used);
            int accepted = one(c);
            if (accepted == BAD) {
                return BAD;
            }
            failed |= accepted == NO_MATCH;
            used++;
        }
        return failed ? NO_MATCH : MATCH;
    }

    private int one(int c) {
        char first = chunk.charAt(at++);
        if (first == '[') {
            return bracket(c);
        }
        if (first == '?') {
            return c == '/' ? NO_MATCH : MATCH;
        }
        if (first == '\\' && at == chunk.length()) {
            return BAD;
        }
        char literal = first == '\\' ? chunk.charAt(at++) : first;
        return literal == c ? MATCH : NO_MATCH;
    }

    private int bracket(int c) {
        boolean negated = at < chunk.length() && chunk.charAt(at) == '^';
        at += negated ? 1 : 0;
        boolean match = false;
        for (int ranges = 0; ranges == 0 || at >= chunk.length() || chunk.charAt(at) != ']'; ranges++) {
            int low = bound();
            boolean range = low != BAD && chunk.charAt(at) == '-';
            at += range ? 1 : 0;
            int high = range ? bound() : low;
            if (high == BAD) {
                return BAD;
            }
            match |= low <= c && c <= high;
        }
        at++;
        return match == negated ? NO_MATCH : MATCH;
    }

    private int bound() {
        if (at >= chunk.length() || chunk.charAt(at) == '-' || chunk.charAt(at) == ']') {
            return BAD;
        }
        at += chunk.charAt(at) == '\\' ? 1 : 0;
        if (at >= chunk.length()) {
            return BAD;
        }
        int c = chunk.codePointAt(at);
        at += Character.charCount(c);
        return at >= chunk.length() ? BAD : c;
    }
}
