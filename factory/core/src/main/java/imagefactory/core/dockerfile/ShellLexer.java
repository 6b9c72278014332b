package imagefactory.core.dockerfile;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Expands variables and removes quotes in the words of a Dockerfile, as a POSIX shell nearly does.
 *
 * <p>Follows BuildKit's {@code frontend/dockerfile/shell}, its oddities included: they decide what is built.
 *
 * @param escape what escapes quotes and dollars: {@code \} or {@code `}
 */
record ShellLexer(char escape, Set<Mode> modes) {
    /** What a lexer leaves alone. */
    enum Mode {
        /** Quotes are obeyed and kept. */
        RAW_QUOTES,
        /** Escapes are obeyed and kept. */
        RAW_ESCAPES,
        /** Quotes are ordinary characters. */
        NO_QUOTES,
        /** Variables that are not set stay as written. */
        KEEP_UNSET
    }

    /**
     * What a word came to.
     *
     * @param text the whole of it
     * @param words the same, split at the spaces outside of quotes
     * @param used names of the variables that were asked for
     */
    record Expansion(String text, List<String> words, Set<String> used) {}

    static ShellLexer of(char escape, Mode... modes) {
        var set = EnumSet.noneOf(Mode.class);
        set.addAll(List.of(modes));
        return new ShellLexer(escape, set);
    }

    boolean has(Mode mode) {
        return modes.contains(mode);
    }

    Expansion expand(String word, Map<String, String> environment) throws Malformed {
        return new ShellWord(this, word, environment).expand();
    }
}
