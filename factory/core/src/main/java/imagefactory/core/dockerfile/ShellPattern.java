package imagefactory.core.dockerfile;

import java.util.Arrays;

/**
 * A pattern inside a substitution: {@code *} any text, {@code ?} any character, neither of them a line end; everything else
 * stands for itself. No brackets.
 *
 * <p>Matched by following all ways at once, in time proportional to pattern times text.
 */
final class ShellPattern {
    private static final int ANY_TEXT = -1;
    private static final int ANY_CHARACTER = -2;
    private static final int NONE = -1;
    /** Characters of the pattern times characters of the value that one substitution may look at. */
    private static final long MAX_WORK = 50_000_000;

    private final int[] tokens;

    private ShellPattern(int[] tokens) {
        this.tokens = tokens;
    }

    static ShellPattern parse(String text) throws Malformed {
        int[] in = text.codePoints().toArray();
        int[] out = new int[in.length];
        int size = 0;
        for (int i = 0; i < in.length; i++) {
            boolean escaped = in[i] == '\\';
            i += escaped ? 1 : 0;
            checkEscape(escaped, i < in.length ? in[i] : 0, text);
            out[size++] = escaped ? in[i] : token(in[i]);
        }
        return new ShellPattern(Arrays.copyOf(out, size));
    }

    private static void checkEscape(boolean escaped, int c, String text) throws Malformed {
        if (escaped && "*?\\}/".indexOf(c) < 0) {
            throw new Malformed(
                    "the pattern " + text + " of a substitution escapes what needs none.",
                    "Write a backslash only before * ? \\ } and /.");
        }
    }

    private static int token(int c) {
        return switch (c) {
            case '*' -> ANY_TEXT;
            case '?' -> ANY_CHARACTER;
            default -> c;
        };
    }

    /** {@code ${x#pattern}}, {@code ${x##pattern}} */
    String withoutPrefix(String value, boolean longest) throws Malformed {
        int[] text = value.codePoints().toArray();
        checkWork(text.length);
        int end = end(text, 0, longest);
        return end == NONE ? value : new String(text, end, text.length - end);
    }

    /** {@code ${x%pattern}}, {@code ${x%%pattern}}: looked for from the end, in a mirror. */
    static String withoutSuffix(String pattern, String value, boolean longest) throws Malformed {
        return reversed(parse(mirrored(pattern)).withoutPrefix(reversed(value), longest));
    }

    /** {@code ${x/pattern/replacement}}, {@code ${x//pattern/replacement}} */
    String replaced(String value, String replacement, boolean all) throws Malformed {
        int[] text = value.codePoints().toArray();
        checkWork((long) text.length * text.length);
        var result = new StringBuilder();
        int done = 0;
        int lastEnd = NONE;
        boolean more = true;
        for (int start = 0; more && start <= text.length; start++) {
            int end = end(text, start, true);
            if (end != NONE && (end > start || start != lastEnd)) {
                result.append(new String(text, done, start - done)).append(replacement);
                done = end;
                lastEnd = end;
                start = Math.max(start, end - 1);
                more = all;
            }
        }
        return result.append(new String(text, done, text.length - done)).toString();
    }

    private void checkWork(long size) throws Malformed {
        if (size * Math.max(1, tokens.length) > MAX_WORK) {
            throw new Malformed("a substitution replaces in too long a value.", "Shorten the value or the pattern.");
        }
    }

    /** Where a match that begins at {@code start} ends. */
    private int end(int[] text, int start, boolean longest) {
        var states = new boolean[tokens.length + 1];
        states[0] = true;
        int found = NONE;
        for (int i = start; ; i++) {
            boolean alive = spread(states);
            found = states[tokens.length] ? i : found;
            boolean enough = found != NONE && !longest;
            if (enough || !alive || i == text.length) {
                return found;
            }
            states = step(states, text[i]);
        }
    }

    /** Any text may be empty. */
    private boolean spread(boolean[] states) {
        boolean alive = states[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            states[i + 1] |= states[i] && tokens[i] == ANY_TEXT;
            alive |= states[i];
        }
        return alive;
    }

    private boolean[] step(boolean[] states, int c) {
        var next = new boolean[states.length];
        for (int i = 0; i < tokens.length; i++) {
            boolean wild = c != '\n' && tokens[i] < 0;
            int to = tokens[i] == ANY_TEXT ? i : i + 1;
            next[to] |= states[i] && (wild || tokens[i] == c);
        }
        return next;
    }

    /** Back to front, but each escape before what it escapes. */
    private static String mirrored(String pattern) {
        int[] in = pattern.codePoints().toArray();
        int[] out = new int[in.length];
        for (int i = 0; i < in.length; i++) {
            int to = in.length - 1 - i;
            boolean escape = in[i] == '\\' && to > 0;
            out[escape ? to - 1 : to] = in[i];
            if (escape) {
                out[to] = in[++i];
            }
        }
        return new String(out, 0, out.length);
    }

    private static String reversed(String text) {
        int[] in = text.codePoints().toArray();
        int[] out = new int[in.length];
        for (int i = 0; i < in.length; i++) {
            out[in.length - 1 - i] = in[i];
        }
        return new String(out, 0, out.length);
    }
}
