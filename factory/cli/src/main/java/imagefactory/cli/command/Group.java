package imagefactory.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A word before commands; alone it is wrong usage. */
@Command(synopsisSubcommandLabel = "COMMAND")
abstract class Group implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "after " + spec.name() + " comes one of: "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
