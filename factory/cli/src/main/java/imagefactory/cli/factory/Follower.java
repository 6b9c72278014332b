package imagefactory.cli.factory;

import imagefactory.cli.factory.EventView.SkippedView;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks on until something is over: an event with all that it caused, or one run. */
public final class Follower {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(400);
    private static final int RECORDED_WITHIN = 150;

    private final Factory factory;
    private final Terminal terminal;
    private final Consumer<RunView> progress;
    private final Predicate<RunView> enough;

    /** @param progress is told each run whenever it is looked at */
    public Follower(Factory factory, Terminal terminal, Consumer<RunView> progress) {
        this(factory, terminal, progress, RunView::isOver);
    }

    /** @param enough when a run counts as over */
    public Follower(Factory factory, Terminal terminal, Consumer<RunView> progress, Predicate<RunView> enough) {
        this.factory = factory;
        this.terminal = terminal;
        this.progress = progress;
        this.enough = enough;
    }

    /**
     * Where an event led.
     *
     * @param runs that it caused, over, in the order of their numbers
     */
    public record Led(List<Factory.Told<RunView>> runs, List<SkippedView> skipped) {}

    /** Until every run that the event caused or joined is over, and none has followed one of them. */
    public Led event(String id) throws Refused, InterruptedException {
        var runs = new TreeMap<Long, Factory.Told<RunView>>();
        var known = planned(id);
        while (!areOver(known.runs(), runs)) {
            for (var run : known.runs()) {
                if (!isOver(runs.get(run))) {
                    runs.put(run, look(run));
                }
            }
            if (!areOver(known.runs(), runs)) {
                terminal.pause(LOOK_AGAIN);
            }
            known = planned(id);
        }
        return new Led(caused(List.copyOf(runs.values()), id), known.skipped());
    }

    /** Until it is over. */
    public Factory.Told<RunView> run(long id) throws Refused, InterruptedException {
        var run = look(id);
        while (!isOver(run)) {
            terminal.pause(LOOK_AGAIN);
            run = look(id);
        }
        return run;
    }

    private Factory.Told<RunView> look(long id) throws Refused, InterruptedException {
        var run = factory.run(id);
        progress.accept(run.view());
        return run;
    }

    private boolean areOver(List<Long> ids, Map<Long, Factory.Told<RunView>> runs) {
        return ids.stream().allMatch(id -> isOver(runs.get(id)));
    }

    private boolean isOver(Factory.@Nullable Told<RunView> run) {
        return run != null && enough.test(run.view());
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
