package imagefactory.core.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** Takes the words that begin with {@code --} off the front of an instruction, and removes their quotes. */
final class FlagWords {
    private final String line;
    private final char escape;
    private final List<String> words = new ArrayList<>();
    private int at;
    private boolean quoted;

    /** The flags, and what is left of the line behind them. */
    record Split(List<String> flags, String rest) {}

    private FlagWords(String line, char escape) {
        this.line = line;
        this.escape = escape;
    }

    static Split split(String line, char escape) {
        return new FlagWords(line, escape).split();
    }

    private Split split() {
        skipSpaces();
        while (line.startsWith("--", at)) {
            var word = word();
            if (word.equals("--")) {
                return new Split(words, line.substring(at));
            }
            if (quoted || !word.isEmpty()) {
                words.add(word);
            }
            skipSpaces();
        }
        return new Split(words, line.substring(at));
    }

    private void skipSpaces() {
        while (at < line.length() && Spaces.isSpace(line.charAt(at))) {
            at++;
        }
    }

    private String word() {
        var word = new StringBuilder();
        quoted = false;
        while (at < line.length() && !Spaces.isSpace(line.charAt(at))) {
            char c = line.charAt(at++);
            if (c == '\'' || c == '"') {
                quoted = true;
                quotation(c, word);
            } else {
                append(c, word);
            }
        }
        return word.toString();
    }

    private void quotation(char quote, StringBuilder word) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == quote) {
                return;
            }
            append(c, word);
        }
    }

    /** An escape stands for the character behind it, at the end of the line for nothing. */
    private void append(char c, StringBuilder word) {
        if (c != escape) {
            word.append(c);
        } else if (at < line.length()) {
            word.append(line.charAt(at++));
        }
    }
}
