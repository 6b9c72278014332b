package imagefactory.core.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** Splits a statement at its spaces, outside of quotes, which stay where they are. */
final class Words {
    private final String text;
    private final char escape;
    private final List<String> words = new ArrayList<>();
    private int at;

    private Words(String text, char escape) {
        this.text = text;
        this.escape = escape;
    }

    static List<String> split(String text, char escape) {
        return new Words(text, escape).split();
    }

    private List<String> split() {
        while (at < text.length()) {
            if (Spaces.isSpace(text.charAt(at))) {
                at++;
            } else {
                word();
            }
        }
        return words;
    }

    private void word() {
        var word = new StringBuilder();
        while (at < text.length() && !Spaces.isSpace(text.charAt(at))) {
            char c = text.charAt(at++);
            if (c == '\'' || c == '"') {
                word.append(c);
                quotation(c, word);
            } else {
                append(c, word);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
    }

    private void quotation(char quote, StringBuilder word) {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == escape && quote != '\'') {
                append(c, word);
                continue;
            }
            word.append(c);
            if (c == quote) {
                return;
            }
        }
    }

    /** An escape and what it escapes stay together; one at the end of the line is dropped. */
    private void append(char c, StringBuilder word) {
        if (c != escape) {
            word.append(c);
        } else if (at < text.length()) {
            word.append(c).append(text.charAt(at++));
        }
    }
}
