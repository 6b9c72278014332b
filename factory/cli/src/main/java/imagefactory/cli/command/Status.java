package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.factory.ImageView;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.StatusText;
import imagefactory.core.outcome.Refused;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How images stand. */
@Command(
        name = "status",
        description = "Shows images as fresh, stale (why), building, blocked or waiting (until when).")
final class Status extends Online {
    @Parameters(arity = "0..*", paramLabel = "IMAGE", description = "Enrolled names (default: all).")
    private List<String> images = List.of();

    @Option(
            names = "--wide",
            description = "Show also platforms, bases, signatures, attestations, tags and causes of what is published.")
    private boolean wide;

    @Option(
            names = "--watch",
            description = "Go on until it is interrupted: redrawn on a terminal, else a line for each change.")
    private boolean watch;

    Status(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit ask(Factory factory) throws Refused, InterruptedException {
        if (watch) {
            return new StatusWatch(this, new StatusText(terminal().ink(), times())).of(() -> told(factory));
        }
        var told = told(factory);
        if (isJson()) {
            terminal().document(told.raw());
            return Exit.DONE;
        }
        var text = new StatusText(terminal().ink(), times());
        terminal().line(wide ? text.wide(detailed(factory, told.view())) : text.table(told.view()));
        told.json()
                .path("faults")
                .forEach(fault -> terminal()
                        .say("images.yaml was changed and is not taken: "
                                + fault.path("line").asText() + ":"
                                + fault.path("column").asText() + " "
                                + fault.path("text").asText() + " "
                                + fault.path("remedy").asText()));
        return Exit.DONE;
    }

    private Factory.Told<List<ImageView>> told(Factory factory) throws Refused, InterruptedException {
        return images.isEmpty() ? factory.images() : factory.images(images);
    }

    private List<ImageView> detailed(Factory factory, List<ImageView> told) throws Refused, InterruptedException {
        var names = told.stream().map(ImageView::name).toList();
        return images.isEmpty() ? factory.images(names).view() : told;
    }
}
