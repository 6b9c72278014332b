package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.factory.Follower;
import imagefactory.cli.factory.Follower.Led;
import imagefactory.cli.factory.RunView;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.text.RunText;
import imagefactory.core.outcome.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Waits until what was asked for is over, and tells what came of it. */
final class Waited {
    private final Online command;
    private final RunText text;
    private final Follower follower;

    Waited(Online command, Factory factory) {
        this.command = command;
        text = new RunText(command.terminal().ink(), command.times());
        follower = new Follower(factory, command.terminal(), new Progress(command.terminal(), text));
    }

    /** @param events by the image that each asks for */
    Exit until(Map<String, String> events) throws Refused, InterruptedException {
        var documents = new ArrayList<Map<String, Object>>();
        var runs = new ArrayList<RunView>();
        for (var each : events.entrySet()) {
            var led = follower.event(each.getValue());
            led.runs().forEach(run -> runs.add(run.view()));
            documents.add(Map.of(
                    "image", each.getKey(),
                    "event", each.getValue(),
                    "runs", led.runs().stream().map(Factory.Told::raw).toList(),
                    "skipped",
                            led.skipped().stream()
                                    .map(skipped -> skipped.because())
                                    .toList()));
            if (!command.isJson()) {
                lines(each.getKey(), led).forEach(command.terminal()::line);
            }
        }
        if (command.isJson()) {
            command.terminal().document(Map.of("rebuilds", documents));
        }
        return Ended.of(runs);
    }

    private List<String> lines(String image, Led led) {
        var lines = new ArrayList<String>();
        led.runs().forEach(run -> lines.add(text.outcome(run.view())));
        led.skipped().forEach(skipped -> lines.add(image + "\n  skipped: " + skipped.because()));
        return lines;
    }
}
