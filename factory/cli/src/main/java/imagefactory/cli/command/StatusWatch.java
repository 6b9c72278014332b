package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.factory.ImageView;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.StatusText;
import imagefactory.cli.text.Times;
import imagefactory.core.image.Bytes;
import imagefactory.core.json.CanonicalJson;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows how images stand for as long as nobody interrupts it: redrawn on a terminal, else a line for each change. */
final class StatusWatch {
    /** What did not change is not sent again. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final Terminal terminal;
    private final boolean json;
    private final StatusText text;
    private final Map<String, String> shown = new HashMap<>();
    private String drawn = "";
    private boolean away;

    StatusWatch(Told command, StatusText text) {
        this.terminal = command.terminal();
        this.json = command.isJson();
        this.text = text;
    }

    /** Asks how they stand now. */
    @FunctionalInterface
    interface Look {
        Factory.Told<List<ImageView>> ask() throws Refused, InterruptedException;
    }

    /** A factory that is not there when it begins ends it; one that goes away is waited for. */
    Exit of(Look look) throws Refused, InterruptedException {
        show(look.ask());
        while (true) {
            terminal.pause(LOOK_AGAIN);
            again(look);
        }
    }

    private void again(Look look) throws Refused, InterruptedException {
        try {
            show(look.ask());
            away = false;
        } catch (Refused refused) {
            if (refused.problem().code() != Problem.Code.NOT_REACHABLE) {
                throw refused;
            }
            if (!away) {
                terminal.say(refused.problem().text() + " Still looking.");
            }
            away = true;
        }
    }

    private void show(Factory.Told<List<ImageView>> told) {
        if (json) {
            told.json()
                    .path("images")
                    .forEach(image -> changed(image.path("name").asText(), image.toString()));
        } else if (terminal.redraws()) {
            redraw(text.table(told.view()));
        } else {
            told.view().forEach(image -> changed(image.name(), text.line(image)));
        }
    }

    private void changed(String image, String line) {
        if (!line.equals(shown.put(image, line))) {
            if (json) {
                terminal.document(new CanonicalJson.Raw(Bytes.utf8(line)));
            } else {
                terminal.line(new Times(terminal.clock()).at(terminal.clock().instant()) + "  " + line);
            }
        }
    }

    private void redraw(String table) {
        if (!table.equals(drawn)) {
            terminal.redraw(table);
            drawn = table;
        }
    }
}
