package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.factory.KnownState.Left;
import imagefactory.cli.state.StateFolder;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.outcome.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** State files of the programs that the factory follows, taken over as far as they say what it cannot look up itself. */
@Command(
        name = "import",
        description =
                "Gives the factory what state files say of bases, so that rebuildDelay counts from when they changed;"
                        + " tells where their images and the catalog differ.")
final class ImportState extends Online {
    @Parameters(paramLabel = "DIR", description = "The folder with images/ and base-images/.")
    private Path folder = Path.of("");

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            defaultValue = "images.yaml",
            description = "The catalog (default: ${DEFAULT-VALUE}).")
    private String file = "";

    ImportState(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit ask(Factory factory) throws Refused, InterruptedException {
        var state = new StateFolder(folder);
        var differences =
                state.differences(CatalogPlace.usable(terminal(), file).catalog());
        var found = state.bases();
        var answer = factory.watched(found.bases());
        var left = new ArrayList<>(found.left());
        left.addAll(answer.left());
        if (isJson()) {
            terminal()
                    .document(Map.of(
                            "found", found.bases().size(),
                            "taken", answer.taken(),
                            "left", left.stream().map(ImportState::json).toList(),
                            "differences", differences));
        } else {
            left.forEach(each -> terminal().line("  left out: " + each.reference() + ": " + each.because()));
            differences.forEach(each -> terminal().line("  differs: " + each));
            terminal()
                    .line(CatalogPlace.counted(found.bases().size(), "base") + " found, " + answer.taken() + " news, "
                            + left.size() + " left out, " + CatalogPlace.counted(differences.size(), "difference"));
        }
        return left.isEmpty() ? Exit.DONE : Exit.FAILED;
    }

    private static Map<String, Object> json(Left left) {
        return Map.of("reference", left.reference(), "because", left.because());
    }
}
