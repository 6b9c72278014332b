package imagefactory.cli.terminal;

import imagefactory.core.outcome.Problem;

/** What the program ends with, so that scripts can tell the cases apart. Signals end it with 130 and 143. */
public enum Exit {
    DONE(0),
    /** What was asked for did not succeed, as told. */
    FAILED(1),
    /** What was typed or configured cannot be used. */
    USAGE(2),
    /** The factory, the registry or Kafka could not be asked. */
    NOT_REACHABLE(3),
    /** Findings of the scan are above what the image may be published with. */
    GATE_REFUSED(4);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Exit of(Problem.Code code) {
        return switch (code) {
            case GATE_REFUSED -> GATE_REFUSED;
            case NOT_REACHABLE -> NOT_REACHABLE;
            case BAD_REQUEST, CATALOG_INVALID, KEY_UNREADABLE, TAG_INVALID -> USAGE;
            default -> FAILED;
        };
    }
}
