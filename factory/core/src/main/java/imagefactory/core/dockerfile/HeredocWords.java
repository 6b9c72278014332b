package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.ShellLexer.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the words of a line that announce a heredoc: {@code <<EOF}, {@code <<-"EOF"}, {@code 3<<EOF}. */
final class HeredocWords {
    private static final Pattern FORM = Pattern.compile("([0-9]*)<<(-?)[\\t\\n\\f\\r ]*([^<]*)");
    private static final ShellLexer LINE = ShellLexer.of('\\', Mode.RAW_QUOTES, Mode.RAW_ESCAPES, Mode.KEEP_UNSET);
    private static final ShellLexer PLAIN = ShellLexer.of('\\', Mode.KEEP_UNSET);
    private static final ShellLexer RAW = ShellLexer.of('\\', Mode.RAW_QUOTES, Mode.KEEP_UNSET);

    private HeredocWords() {}

    static List<Heredoc> in(String line) throws Malformed {
        var found = new ArrayList<Heredoc>();
        for (var word : words(line)) {
            parse(word).ifPresent(found::add);
        }
        return found;
    }

    /** Whether this word of a COPY or ADD is a heredoc and no path. */
    static Optional<Heredoc> ifHeredoc(String word) {
        try {
            return parse(word);
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /** A line that is no sequence of words, because of a lone quote for example, has no heredocs. */
    private static List<String> words(String line) {
        try {
            return LINE.expand(line, Map.of()).words();
        } catch (Malformed e) {
            return List.of();
        }
    }

    /** A name of which a part is quoted is one whose content is not expanded. */
    private static Optional<Heredoc> parse(String word) throws Malformed {
        var matcher = FORM.matcher(word);
        if (!matcher.matches() || matcher.group(3).isEmpty()) {
            return Optional.empty();
        }
        var names = PLAIN.expand(matcher.group(3), Map.of()).words();
        if (names.size() != 1) {
            return Optional.empty();
        }
        var raw = RAW.expand(matcher.group(3), Map.of()).words();
        if (raw.size() != 1) {
            throw new Malformed("the name of the heredoc " + word + " cannot be read.", "Write a plain word: <<EOF.");
        }
        boolean expand = quotes(names.getFirst()) == quotes(raw.getFirst());
        return Optional.of(
                new Heredoc(names.getFirst(), expand, !matcher.group(2).isEmpty(), ""));
    }

    private static long quotes(String word) {
        return word.chars().filter(c -> c == '\'' || c == '"').count();
    }
}
