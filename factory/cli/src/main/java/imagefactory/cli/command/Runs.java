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

    @Option(names = "--limit", paramLabel = "N", description = "How many (default: " + USUAL + ").")
    private int limit = USUAL;

    @Option(names = "--before", paramLabel = "ID", description = "Only older ones than this run.")
    private @Nullable Long before;

    Runs(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit ask(Factory factory) throws Refused, InterruptedException {
        if (limit < 1) {
            throw Words.wrong("--limit " + limit + " shows nothing.", "Write 1 or more.");
        }
        var told = factory.runs(Optional.ofNullable(image), Optional.ofNullable(before), limit);
        if (isJson()) {
            terminal().document(told.raw());
        } else {
            terminal().line(new RunsText(terminal().ink(), times()).table(told.view()));
            Optional.of(told.json().path("next"))
                    .filter(next -> next.isIntegralNumber())
                    .ifPresent(next -> terminal().say("older ones: --before " + next.asLong()));
        }
        return Exit.DONE;
    }
}
