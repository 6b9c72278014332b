package imagefactory.core.outcome;

/**
 * An outside system answered, and the answer is no: the same request would fail the same way.
 *
 * <p>For ports that answer with plain values; where a port answers with an {@link Outcome}, it is {@link Outcome.Failed}.
 */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public Refused(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    public Refused(Problem problem, Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
