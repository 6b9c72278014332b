package imagefactory.builder.cli;

import imagefactory.core.outcome.Problem;

/** How the program ends. 130 and 143 are added by the JVM where a signal ends it. */
public enum ExitCode {
    BUILT(0),
    BUILD_FAILED(1),
    /** The command line or the configuration is wrong. */
    USAGE(2),
    /** The registry or the source could not be reached: the same call may work later. */
    NOT_REACHABLE(3),
    /** Refused before building: the back end cannot do what the Dockerfile asks for. */
    UNSUPPORTED(4),
    /** The registry or the source denied access. */
    DENIED(5),
    /** The context is not the one that was expected. */
    ANOTHER_CONTEXT(6),
    /** The builder itself has a fault, or cannot use its folders: the same call would end the same way. */
    BUILDER_FAULT(7);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    static ExitCode of(Problem.Code code) {
        return switch (code) {
            case BAD_REQUEST -> USAGE;
            case NOT_REACHABLE -> NOT_REACHABLE;
            case BUILD_UNSUPPORTED -> UNSUPPORTED;
            case REGISTRY_DENIED, SOURCE_DENIED -> DENIED;
            case TRUTH_VIOLATED -> ANOTHER_CONTEXT;
            case FACTORY_FAULT -> BUILDER_FAULT;
            default -> BUILD_FAILED;
        };
    }
}
