package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.Table;
import imagefactory.core.outcome.Refused;

/** Lists what could not be read: {@code dead-letters list}, and {@code dead-letters} alone. */
abstract class DeadLetterList extends Online {
    DeadLetterList(Terminal terminal) {
        super(terminal);
    }

    @Override
    final Exit ask(Factory factory) throws Refused, InterruptedException {
        var told = factory.deadLetters();
        if (isJson()) {
            terminal().document(told.raw());
            return Exit.DONE;
        }
        var table = new Table("ID", "RECEIVED", "REPLAYED", "PROBLEM");
        told.view()
                .forEach(letter -> table.row(
                        letter.id(),
                        times().at(letter.received()),
                        letter.replayed().map(times()::at).orElse("-"),
                        letter.problem()));
        terminal().line(told.view().isEmpty() ? "no dead letters" : table.toString());
        return Exit.DONE;
    }
}
