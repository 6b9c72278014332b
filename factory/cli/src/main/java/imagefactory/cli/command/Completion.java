package imagefactory.cli.command;

import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.outcome.Refused;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a shell needs to complete command lines. */
@Command(
        name = "completion",
        description =
                "Prints a script that has the shell complete commands and options: source <(image-factory completion).")
final class Completion extends Told {
    @Parameters(
            arity = "0..1",
            paramLabel = "SHELL",
            defaultValue = "bash",
            description = "bash or zsh (default: ${DEFAULT-VALUE}).")
    private String shell = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Completion(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit run() throws Refused {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw Words.wrong("\"" + shell + "\" is no shell that can be helped.", "Write bash or zsh.");
        }
        var all = spec.root().commandLine();
        var script =
                AutoComplete.bash(all.getCommandName(), all); // zsh reads the same: it loads bash's completion itself
        if (isJson()) {
            terminal().document(Map.of("shell", shell, "script", script));
        } else {
            terminal().line(script.stripTrailing());
        }
        return Exit.DONE;
    }
}
