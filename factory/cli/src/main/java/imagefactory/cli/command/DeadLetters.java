package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.outcome.Refused;
import java.util.Base64;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Events that could not be read. */
@Command(
        name = "dead-letters",
        description = "Lists, shows and replays what came as an event and could not be read; alone it lists.",
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {DeadLetters.Everything.class, DeadLetters.Show.class, DeadLetters.Replay.class})
final class DeadLetters extends DeadLetterList {
    DeadLetters(Terminal terminal) {
        super(terminal);
    }

    /** All of them. */
    @Command(name = "list", description = "Lists what could not be read, and why, the newest first.")
    static final class Everything extends DeadLetterList {
        Everything(Terminal terminal) {
            super(terminal);
        }
    }

    /** One as it came. */
    @Command(name = "show", description = "Prints the bytes of one as they came.")
    static final class Show extends Online {
        @Parameters(paramLabel = "ID", description = "Its topic, partition and offset, as list shows it.")
        private String id = "";

        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        Exit ask(Factory factory) throws Refused, InterruptedException {
            var bytes = factory.deadLetter(id);
            if (isJson()) {
                var content = Base64.getEncoder().encodeToString(bytes.array());
                terminal().document(Map.of("id", id, "base64", content));
            } else {
                terminal().bytes(bytes.array());
            }
            return Exit.DONE;
        }
    }

    /** Once more. */
    @Command(name = "replay", description = "Puts one into the topic of events again, after its cause was mended.")
    static final class Replay extends Online {
        @Parameters(paramLabel = "ID", description = "Its topic, partition and offset, as list shows it.")
        private String id = "";

        Replay(Terminal terminal) {
            super(terminal);
        }

        @Override
        Exit ask(Factory factory) throws Refused, InterruptedException {
            factory.replay(id);
            if (isJson()) {
                terminal().document(Map.of("replayed", id));
            } else {
                terminal().line("replayed " + id);
            }
            return Exit.DONE;
        }
    }
}
