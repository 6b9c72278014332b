package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.ShellLexer.Expansion;
import imagefactory.core.dockerfile.ShellLexer.Mode;
import java.util.Map;

/** Expands the words of one file, with a limit on what all of them together may come to. */
final class Expander {
    /** Characters. */
    private static final long MAX_TOTAL = 16 << 20;

    private final ShellLexer words;
    private final ShellLexer contents = ShellLexer.of('\\', Mode.NO_QUOTES);
    private long total;

    Expander(char escape) {
        words = ShellLexer.of(escape);
    }

    Expansion word(String word, Map<String, String> environment) throws Malformed {
        return counted(words.expand(word, environment));
    }

    /** The content of a heredoc that is copied: its quotes stay. */
    Expansion content(String content, Map<String, String> environment) throws Malformed {
        return counted(contents.expand(content, environment));
    }

    private Expansion counted(Expansion expansion) throws Malformed {
        total += expansion.text().length();
        if (total > MAX_TOTAL) {
            throw new Malformed("the words of the file grow beyond 16 MiB by their variables.", "Shorten the values.");
        }
        return expansion;
    }
}
