package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.factory.Follower;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.RunText;
import imagefactory.core.outcome.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One run. */
@Command(name = "run", description = "Shows one run: its causes, what it is built from, and how far each stage came.")
final class OneRun extends Online {
    @Parameters(paramLabel = "ID", description = "Its number, as runs lists it.")
    private long id;

    @Option(names = "--follow", description = "Wait until it is over; the exit code then says how it ended.")
    private boolean follow;

    OneRun(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit ask(Factory factory) throws Refused, InterruptedException {
        var text = new RunText(terminal().ink(), times());
        var told = follow ? new Follower(factory, terminal(), new Progress(terminal(), text)).run(id) : factory.run(id);
        if (isJson()) {
            terminal().document(told.raw());
        } else {
            terminal().line(text.details(told.view()));
        }
        return follow ? Ended.of(told.view()) : Exit.DONE;
    }
}
