package imagefactory.cli.command;

import imagefactory.cli.factory.RunView;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.RunText;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Says a line whenever a run has come further. */
final class Progress implements Consumer<RunView> {
    private final Terminal terminal;
    private final RunText text;
    private final Map<Long, String> said = new HashMap<>();

    Progress(Terminal terminal, RunText text) {
        this.terminal = terminal;
        this.text = text;
    }

    @Override
    public void accept(RunView run) {
        var line = text.progress(run);
        if (!line.equals(said.put(run.id(), line))) {
            terminal.say(line);
        }
    }
}
