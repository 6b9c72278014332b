package imagefactory.core.dockerfile;

import java.util.List;

/**
 * One instruction of a Dockerfile, its lines joined and split into words, nothing expanded yet.
 *
 * @param keyword in upper case: {@code FROM}, {@code RUN}
 * @param flags the words that begin with {@code --}, their quotes removed
 * @param arguments what follows, split as this keyword's grammar has it; one word for a shell command; key, value and
 *     separator in turn for ENV and LABEL; of an ONBUILD, the keyword and the arguments of its trigger
 * @param json whether the arguments were written as a JSON array (the exec form)
 * @param heredocs its documents, in order
 * @param firstLine from 1
 * @param lastLine that of the last terminator, where there are heredocs
 * @param column of its keyword, from 1
 * @param original its line as joined, before it was split
 */
public record Instruction(
        String keyword,
        List<String> flags,
        List<String> arguments,
        boolean json,
        List<Heredoc> heredocs,
        int firstLine,
        int lastLine,
        int column,
        String original) {
    public Instruction {
        flags = List.copyOf(flags);
        arguments = List.copyOf(arguments);
        heredocs = List.copyOf(heredocs);
    }

    Instruction movedTo(int line) {
        return new Instruction(keyword, flags, arguments, json, heredocs, line, line, 1, original);
    }

    /** The column of a word of the first line, from 1; 0 where the instruction goes on over more lines. */
    int columnOf(String word) {
        int at = original.indexOf(word);
        return at >= 0 && firstLine == lastLine ? column + at : 0;
    }
}
