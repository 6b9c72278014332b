package imagefactory.cli.command;

import imagefactory.cli.factory.Brief;
import imagefactory.cli.factory.EventView.SkippedView;
import imagefactory.cli.factory.Factory;
import imagefactory.cli.factory.Follower;
import imagefactory.cli.factory.Follower.Led;
import imagefactory.cli.factory.RunView;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.text.RunText;
import imagefactory.cli.text.Times;
import imagefactory.core.outcome.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Waits until what was asked for is over, and tells what came of it. */
final class Waited {
    private final Told command;
    private final RunText text;
    private final Follower follower;

    Waited(Told command, Factory factory) {
        this(command, factory, RunView::isOver);
    }

    /** @param enough when a run need not be waited for any more */
    Waited(Told command, Factory factory, Predicate<RunView> enough) {
        this.command = command;
        text = new RunText(
                command.terminal().ink(), new Times(command.terminal().clock()));
        follower = new Follower(factory, command.terminal(), new Progress(command.terminal(), text), enough);
    }

    /** @param events by what each is about: an image, a base, a source, a schedule */
    Exit until(Map<String, String> events) throws Refused, InterruptedException {
        var documents = new ArrayList<Map<String, Object>>();
        var runs = new ArrayList<RunView>();
        for (var each : events.entrySet()) {
            var led = follower.event(each.getValue());
            led.runs().forEach(run -> runs.add(run.view()));
            documents.add(Map.of(
                    "subject", each.getKey(),
                    "event", each.getValue(),
                    "runs", led.runs().stream().map(Factory.Told::raw).toList(),
                    "skipped", led.skipped().stream().map(Waited::json).toList()));
            if (!command.isJson()) {
                lines(each.getKey(), led).forEach(command.terminal()::line);
            }
        }
        if (command.isJson()) {
            command.terminal().document(Map.of("events", documents));
        }
        return Ended.of(runs);
    }

    private List<String> lines(String subject, Led led) {
        var lines = new ArrayList<String>();
        led.runs().forEach(run -> lines.add(text.outcome(run.view())));
        led.skipped()
                .forEach(skipped -> lines.add(skipped.image() + "\n  skipped: " + Brief.sentence(skipped.because())));
        if (lines.isEmpty()) {
            lines.add(subject + "\n  no image is touched by it");
        }
        return lines;
    }

    private static Map<String, Object> json(SkippedView skipped) {
        return Map.of("image", skipped.image(), "because", skipped.because());
    }
}
