package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.WhyText;
import imagefactory.core.outcome.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Why an image is as it is. */
@Command(name = "why", description = "Shows the chain of causes of what is published, and what was decided since.")
final class Why extends Online {
    @Parameters(paramLabel = "IMAGE", description = "An enrolled name.")
    private String image = "";

    Why(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit ask(Factory factory) throws Refused, InterruptedException {
        var told = factory.why(image);
        if (isJson()) {
            terminal().document(told.raw());
        } else {
            var why = told.view();
            terminal().line(new WhyText(terminal().ink(), times()).of(why.image(), why.decisions()));
        }
        return Exit.DONE;
    }
}
