package imagefactory.cli.command;

import imagefactory.cli.factory.RunView;
import imagefactory.cli.terminal.Exit;
import java.util.Collection;

/** The exit code of runs that are over. */
final class Ended {
    private Ended() {}

    static Exit of(RunView run) {
        return run.problem()
                .map(problem -> run.isRefused() ? Exit.GATE_REFUSED : Exit.FAILED)
                .orElse(Exit.DONE);
    }

    /** A failure counts more than a refusal. */
    static Exit of(Collection<RunView> runs) {
        var ends = runs.stream().map(Ended::of).toList();
        if (ends.contains(Exit.FAILED)) {
            return Exit.FAILED;
        }
        return ends.contains(Exit.GATE_REFUSED) ? Exit.GATE_REFUSED : Exit.DONE;
    }
}
