package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.RunsText;
import imagefactory.core.outcome.Refused;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The newest runs. */
@Command(name = "runs", description = "Lists the newest runs: what was built, refused or skipped, and why.")
final class Runs extends Online {
    private static final int USUAL = 20;

    @Option(names = "--image", paramLabel = "IMAGE", description = "Only those of one image.")
    private @Nullable String image;

    @Option(names = "--limit", paramLabel = "N", description = "How many, at most 200 (default: " + USUAL + ").")
    private int limit = USUAL;

    Runs(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit ask(Factory factory) throws Refused, InterruptedException {
        var told = factory.runs(Optional.ofNullable(image), limit);
        if (isJson()) {
            terminal().document(told.raw());
        } else {
            terminal().line(new RunsText(terminal().ink(), times()).table(told.view()));
        }
        return Exit.DONE;
    }
}
