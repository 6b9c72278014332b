package imagefactory.cli.command;

import imagefactory.cli.factory.RunView;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.RunText;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Says a line whenever a run has come further, or meets something new to wait for. */
final class Progress implements Consumer<RunView> {
    private final Terminal terminal;
    private final RunText text;
    private final Set<String> said = new HashSet<>();

    Progress(Terminal terminal, RunText text) {
        this.terminal = terminal;
        this.text = text;
    }

    @Override
    public void accept(RunView run) {
        var line = text.progress(run);
        if (said.add(line)) {
            terminal.say(line);
        }
    }
}
