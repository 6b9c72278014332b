package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.factory.LeftoverView;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.LeftoverText;
import imagefactory.core.outcome.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What nobody needs any more in staging repositories. */
@Command(
        name = "gc",
        description = "Shows the staged manifests that no open run and none of the last publications names;"
                + " deletes them only with --apply.")
final class Gc extends Online {
    @Option(names = "--apply", description = "Delete them.")
    private boolean apply;

    Gc(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit ask(Factory factory) throws Refused, InterruptedException {
        var told = factory.leftovers(apply);
        if (isJson()) {
            terminal().document(told.raw());
        } else {
            terminal().line(new LeftoverText(times()).report(told.view(), apply));
        }
        for (var repository : told.view()) {
            repository.problem().ifPresent(problem -> {
                terminal().say(terminal().ink().bad(problem.code().toString()) + ": " + problem.text());
                terminal().say("  " + problem.advice());
            });
        }
        return told.view().stream().map(LeftoverView::problem).anyMatch(problem -> problem.isPresent())
                ? Exit.FAILED
                : Exit.DONE;
    }
}
