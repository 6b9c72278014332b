package imagefactory.cli.command;

import imagefactory.cli.check.StatedFacts;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.GraphText;
import imagefactory.cli.wiring.Registries;
import imagefactory.cli.wiring.Worlds;
import imagefactory.core.graph.Graph;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.Survey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which images are built on which. */
@Command(
        name = "graph",
        description = "Shows which images are built on which, from their Dockerfiles in git; asks no registry.")
final class Graphs extends Told {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = "images.yaml",
            description = "The catalog (default: ${DEFAULT-VALUE}).")
    private String catalog = "";

    @Option(
            names = "--facts",
            paramLabel = "FILE",
            description = "Facts as plan takes them, instead of catalog and git; - is standard input.")
    private @Nullable String facts;

    @Mixin
    private Formats format = new Formats();

    Graphs(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit run() throws Refused, Unavailable {
        var drawn = Words.format(format.word());
        var text = facts == null ? real() : stated(facts);
        if (isJson()) {
            terminal().document(text.json());
        } else {
            terminal().line(text.drawing().in(drawn).orElseGet(text::toString));
        }
        return Exit.DONE;
    }

    private GraphText stated(String file) throws Refused {
        var nodes = StatedFacts.read(file, terminal().read(file, StatedFacts.MOST_BYTES), terminal()::say);
        return GraphText.of(nodes, new Graph(nodes), Map.of());
    }

    private GraphText real() throws Refused, Unavailable {
        var images = CatalogPlace.usable(terminal(), catalog).catalog();
        try (var registries = Registries.open(terminal(), new Registries.Given(List.of(), Optional.empty()));
                var worlds = Worlds.sources(terminal(), registries)) {
            var survey = Survey.of(worlds.world().patiently(), images);
            return GraphText.of(survey.nodes().values(), survey.graph(), survey.unread());
        }
    }
}
