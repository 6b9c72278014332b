package imagefactory.cli.factory;

import imagefactory.cli.factory.EventView.SkippedView;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks on until something is over: an event with all that it caused, or one run. */
public final class Follower {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(400);
    private static final int RECORDED_WITHIN = 150;

    private final Factory factory;
    private final Terminal terminal;
    private final Consumer<RunView> progress;

    /** @param progress is told each run whenever it is looked at */
    public Follower(Factory factory, Terminal terminal, Consumer<RunView> progress) {
        this.factory = factory;
        this.terminal = terminal;
        this.progress = progress;
    }

    /**
     * Where an event led.
     *
     * @param runs that it caused, over, in the order of their numbers
     */
    public record Led(List<Factory.Told<RunView>> runs, List<SkippedView> skipped) {}

    /** Until every run that the event caused or joined is over, and none has followed one of them. */
    public Led event(String id) throws Refused, InterruptedException {
        var known = planned(id);
        var over = new HashSet<Long>();
        while (!over.containsAll(known.runs())) {
            for (var run : known.runs()) {
                this.run(run);
                over.add(run);
            }
            known = planned(id);
        }
        var runs = new ArrayList<Factory.Told<RunView>>();
        for (var run : known.runs()) {
            runs.add(factory.run(run));
        }
        return new Led(caused(runs, id), known.skipped());
    }

    /** Until it is over. */
    public Factory.Told<RunView> run(long id) throws Refused, InterruptedException {
        while (true) {
            var run = factory.run(id);
            progress.accept(run.view());
            if (run.view().isOver()) {
                return run;
            }
            terminal.pause(LOOK_AGAIN);
        }
    }

    /** A run that had begun already was joined by no event: the event caused the one behind it. */
    private static List<Factory.Told<RunView>> caused(List<Factory.Told<RunView>> runs, String event) {
        var caused = runs.stream().filter(run -> run.view().isCausedBy(event)).toList();
        return caused.isEmpty() ? runs : caused;
    }

    private EventView planned(String id) throws Refused, InterruptedException {
        var event = Optional.<EventView>empty();
        for (int look = 0; look < RECORDED_WITHIN; look++) {
            event = factory.event(id);
            if (event.filter(EventView::isPlanned).isPresent()) {
                return event.get();
            }
            terminal.pause(LOOK_AGAIN);
        }
        throw new Refused(new Problem(
                Problem.Code.NOT_REACHABLE,
                "The event " + id + " is in Kafka, and within a minute it was "
                        + (event.isPresent() ? "recorded and not planned." : "not recorded."),
                "It is not lost. Look at the factory's log, and at event " + id + " later."));
    }
}
