package imagefactory.core.dockerfile;

import java.util.Optional;

/**
 * One line of an ignore file.
 *
 * @param takesBack whether it began with {@code !}
 */
record IgnorePattern(boolean takesBack, PathMatcher matcher) {
    /** Characters; no path of Linux is longer. */
    private static final int LONGEST = 4_096;

    /** Decides on one path alone. */
    interface PathMatcher {
        boolean matches(String path);
    }

    /** @return empty for a blank line or a comment */
    static Optional<IgnorePattern> read(String line) throws Malformed {
        var trimmed = Spaces.trim(line);
        if (line.startsWith("#") || trimmed.isEmpty()) {
            return Optional.empty();
        }
        boolean takesBack = trimmed.startsWith("!");
        var written = takesBack ? Spaces.trim(trimmed.substring(1)) : trimmed;
        var cleaned = CleanPath.of(Spaces.trim((takesBack ? "!" : "") + relative(written)));
        if (cleaned.equals("!")) {
            throw new Malformed(
                    "the pattern " + Text.quoted(trimmed) + " takes nothing back.", "Write a path behind the !.");
        }
        boolean back = cleaned.startsWith("!");
        var path = back ? cleaned.substring(1) : cleaned;
        if (path.length() > LONGEST) {
            throw new Malformed("a pattern is longer than " + LONGEST + " characters.", "Shorten it with *.");
        }
        if (GlobSyntax.isBad(path)) {
            throw bad(trimmed);
        }
        return Optional.of(new IgnorePattern(back, matcher(path, trimmed)));
    }

    boolean matches(String path) {
        return matcher.matches(path);
    }

    private static String relative(String pattern) {
        if (pattern.isEmpty()) {
            return pattern;
        }
        var cleaned = CleanPath.of(pattern);
        return cleaned.length() > 1 && cleaned.startsWith("/") ? cleaned.substring(1) : cleaned;
    }

    private static PathMatcher matcher(String pattern, String written) throws Malformed {
        var translation = IgnoreRegex.translate(pattern);
        return switch (translation.kind()) {
            case EXACT -> path -> path.equals(pattern);
            case PREFIX -> prefix(pattern.substring(0, pattern.length() - 2));
            case SUFFIX -> suffix(pattern.substring(2));
            case EXPRESSION -> GoExpression.parse(translation.expression()).orElseThrow(() -> bad(written))::matches;
        };
    }

    private static PathMatcher prefix(String prefix) {
        return path -> path.startsWith(prefix);
    }

    private static PathMatcher suffix(String suffix) {
        return path -> path.endsWith(suffix) || (suffix.startsWith("/") && path.equals(suffix.substring(1)));
    }

    private static Malformed bad(String written) {
        return new Malformed(
                "the pattern " + Text.quoted(written) + " cannot be read.", "Close its bracket, or escape it.");
    }
}
