package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.state.StateFolder;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.outcome.Refused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the factory knows, as state files of the programs that it follows. */
@Command(
        name = "export",
        description = "Writes state files (images/NAME.yaml, base-images/NAME.yaml) from what the factory knows;"
                + " keys that it does not know stay.")
final class ExportState extends Online {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = "images.yaml",
            description = "The catalog (default: ${DEFAULT-VALUE}).")
    private String file = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "state",
            description = "Where they are written (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("");

    ExportState(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit ask(Factory factory) throws Refused, InterruptedException {
        var bytes = terminal().read(file, CatalogPlace.MOST_BYTES);
        var catalog = CatalogPlace.usable(file, bytes).catalog();
        var text = new String(bytes, StandardCharsets.UTF_8);
        var known = factory.state().view();
        var written = new StateFolder(out)
                .export(catalog, text, known, terminal().clock().instant());
        if (isJson()) {
            terminal().document(Map.of("written", written.written(), "same", written.same()));
        } else {
            written.written().forEach(path -> terminal().line("  " + path));
            terminal()
                    .line(CatalogPlace.counted(written.written().size(), "file") + " of " + out + " written, "
                            + written.same() + " the same");
        }
        return Exit.DONE;
    }
}
