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
        String original) {
    public Instruction {
        flags = List.copyOf(flags);
        arguments = List.copyOf(arguments);
        heredocs = List.copyOf(heredocs);
    }

    Instruction movedTo(int line) {
        return new Instruction(keyword, flags, arguments, json, heredocs, line, line, original);
    }
}
