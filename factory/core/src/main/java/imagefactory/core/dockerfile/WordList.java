package imagefactory.core.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** Gathers words; the buffer is shared by all that one lexer fills, nested ones too, and only then agrees with BuildKit. */
final class WordList {
    private final StringBuilder buffer;
    private final List<String> words = new ArrayList<>();
    private boolean inWord;

    WordList(StringBuilder buffer) {
        this.buffer = buffer;
        buffer.setLength(0);
    }

    /** A character that ends the word if it is a space. */
    void add(int c) {
        if (!Spaces.isSpace(c)) {
            addRaw(c);
        } else if (inWord && !buffer.isEmpty()) {
            words.add(buffer.toString());
            buffer.setLength(0);
            inWord = false;
        }
    }

    void add(String text) {
        text.codePoints().forEach(this::add);
    }

    /** A character of the word, be it a space. */
    void addRaw(int c) {
        buffer.appendCodePoint(c);
        inWord = true;
    }

    void addRaw(String text) {
        buffer.append(text);
        inWord = true;
    }

    List<String> finish() {
        if (!buffer.isEmpty()) {
            words.add(buffer.toString());
            buffer.setLength(0);
            inWord = false;
        }
        return words;
    }
}
