package imagefactory.cli.command;

import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A command that tells its result to people, or to machines by {@code --json}. */
public abstract class Told implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", description = "Print one JSON document instead of text.")
    private boolean json;

    Told(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Whether machines read the result. */
    public boolean isJson() {
        return json;
    }

    @Override
    public Integer call() throws Exception {
        return run().code();
    }

    /** Does what was asked for; what it throws is told by {@link imagefactory.cli.Cli}. */
    abstract Exit run() throws Exception;

    Terminal terminal() {
        return terminal;
    }
}
