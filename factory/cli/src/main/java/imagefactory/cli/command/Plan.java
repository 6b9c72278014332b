package imagefactory.cli.command;

import imagefactory.cli.check.StatedFacts;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.WavesText;
import imagefactory.core.graph.Graph;
import imagefactory.core.graph.Waves;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Refused;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What would be built anew. */
@Command(
        name = "plan",
        description =
                "Shows what a change of a base would rebuild, wave after wave, from facts that are stated; writes nothing.")
final class Plan extends Told {
    @Option(
            names = "--facts",
            required = true,
            paramLabel = "FILE",
            description =
                    "JSON with each image's name, tags and references; - is standard input. Neither git nor a registry is asked.")
    private String facts = "";

    @Option(
            names = "--base",
            required = true,
            paramLabel = "REF",
            description = "The reference that points elsewhere now.")
    private String base = "";

    Plan(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit run() throws Refused {
        var changed = reference(base);
        var graph = new Graph(StatedFacts.read(facts, terminal().read(facts, StatedFacts.MOST_BYTES)));
        var first = new TreeSet<>(graph.naming(changed));
        var text = new WavesText(changed + " changed", Waves.from(graph, first, _ -> Optional.empty()));
        if (isJson()) {
            terminal().document(text.json());
        } else {
            terminal().line(text.toString());
        }
        return Exit.DONE;
    }

    /** {@code REF} or {@code REF=DIGEST}: where it points now changes nothing about who names it. */
    private static ImageRef reference(String word) throws Refused {
        int equals = word.indexOf('=');
        return Words.reference(equals < 0 ? word : word.substring(0, equals));
    }
}
