package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.factory.Factory.RebuildAsked;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.outcome.Refused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks for images. */
@Command(
        name = "rebuild",
        description = "Asks the factory for images; one that is fresh is scanned and verified again, not built.")
final class Rebuild extends Online {
    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Enrolled names.")
    private List<String> images = List.of();

    @Option(names = "--why", paramLabel = "TEXT", description = "The reason, kept with the run and shown by why.")
    private @Nullable String why;

    @Option(names = "--tag", paramLabel = "TAG", description = "One more tag to move to what comes out.")
    private @Nullable String tag;

    @Option(names = "--no-cache", description = "Build although nothing changed, and without any layer cache.")
    private boolean noCache;

    @Option(names = "--wait", description = "Wait until it is over; the exit code then says how it ended.")
    private boolean wait;

    @Option(
            names = "--wait-for-tags",
            description =
                    "Wait no longer than until its tags have moved, or it ended otherwise: who promotes it waits for nobody.")
    private boolean waitForTags;

    Rebuild(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit ask(Factory factory) throws Refused, InterruptedException {
        var events = new LinkedHashMap<String, String>();
        for (var image : images) {
            events.put(image, factory.rebuild(asked(image)));
        }
        if (waitForTags) {
            return new Waited(this, factory, run -> run.isOver() || run.isPublished()).until(events);
        }
        return wait ? new Waited(this, factory).until(events) : asked(events);
    }

    private Exit asked(Map<String, String> events) {
        if (isJson()) {
            var documents = events.entrySet().stream()
                    .map(each -> Map.of("subject", each.getKey(), "event", each.getValue()))
                    .toList();
            terminal().document(Map.of("events", documents));
        } else {
            events.forEach((image, event) -> terminal().line(image + "  asked for, event " + event));
        }
        return Exit.DONE;
    }

    private RebuildAsked asked(String image) {
        return new RebuildAsked(image, by(), reason(why), Optional.ofNullable(tag), noCache);
    }
}
