package imagefactory.core.dockerfile;

import imagefactory.core.outcome.Problem;
import java.util.OptionalInt;

/** A Dockerfile, or an ignore file, that cannot be understood; the builder would refuse it too. */
public final class DockerfileInvalid extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;
    private final int line;
    private final int column;

    private DockerfileInvalid(Problem problem, int line, int column) {
        super(problem.toString());
        this.problem = problem;
        this.line = line;
        this.column = column;
    }

    static DockerfileInvalid of(String text, String advice) {
        return new DockerfileInvalid(new Problem(Problem.Code.DOCKERFILE_INVALID, text, advice), 0, 0);
    }

    static DockerfileInvalid at(int line, Malformed fault) {
        return at(line, 0, fault);
    }

    /** @param word the word at fault, as written */
    static DockerfileInvalid at(Instruction instruction, String word, Malformed fault) {
        return at(instruction.firstLine(), instruction.columnOf(word), fault);
    }

    private static DockerfileInvalid at(int line, int column, Malformed fault) {
        var text = "Line " + line + ": " + fault.text();
        return new DockerfileInvalid(new Problem(Problem.Code.DOCKERFILE_INVALID, text, fault.advice()), line, column);
    }

    public Problem problem() {
        return problem;
    }

    /** The first line of the instruction at fault, from 1; empty where the whole file is. */
    public OptionalInt line() {
        return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
    }

    /** The column of the word at fault in that line, from 1; empty where no single word is. */
    public OptionalInt column() {
        return column > 0 ? OptionalInt.of(column) : OptionalInt.empty();
    }
}
