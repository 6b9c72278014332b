package imagefactory.cli.command;

import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.catalog.CatalogFile.Reading;
import imagefactory.core.catalog.CatalogInvalid;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.catalog.Fault;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whether the catalog can be used. */
@Command(name = "validate", description = "Shows every fault of images.yaml at once, with line, column and remedy.")
final class Validate extends Told {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = "images.yaml",
            description = "The catalog (default: ${DEFAULT-VALUE}).")
    private String file = "";

    @Option(
            names = "--sources",
            description = "Ask git too: whether each source can be read, and whether images are built on tags of others"
                    + " that never move.")
    private boolean sources;

    Validate(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit run() throws Exception {
        try {
            var reading = CatalogPlace.read(terminal(), file);
            return good(reading, sources ? SourceCheck.of(terminal(), reading.catalog()) : SourceCheck.NOTHING);
        } catch (CatalogInvalid invalid) {
            return bad(invalid);
        }
    }

    private Exit good(Reading reading, SourceCheck checked) {
        var images = reading.catalog().images();
        if (isJson()) {
            var names = images.stream().map(EnrolledImage::name).toList();
            document(new Found(names, List.of(), reading.warnings(), checked));
            return checked.exit();
        }
        int warnings = reading.warnings().size() + checked.warnings().size();
        terminal()
                .line(file + ": nothing to fix in " + CatalogPlace.counted(images.size(), "image")
                        + (warnings == 0 ? "" : ", " + CatalogPlace.counted(warnings, "warning")));
        if (!reading.warnings().isEmpty()) {
            terminal().line(CatalogInvalid.table(reading.warnings()));
        }
        checked.lines().forEach(terminal()::line);
        return checked.exit();
    }

    private Exit bad(CatalogInvalid invalid) {
        if (isJson()) {
            document(new Found(List.of(), invalid.faults(), List.of(), SourceCheck.NOTHING));
        } else {
            terminal().line(String.valueOf(invalid.getMessage()));
        }
        return Exit.FAILED;
    }

    private record Found(List<String> images, List<Fault> faults, List<Fault> warnings, SourceCheck sources) {}

    private void document(Found found) {
        var document = new TreeMap<String, Object>(Map.of(
                "file", file,
                "valid", found.faults().isEmpty(),
                "images", found.images(),
                "faults", found.faults().stream().map(Validate::json).toList(),
                "warnings", found.warnings().stream().map(Validate::json).toList()));
        if (sources) {
            document.put("sources", found.sources().json());
        }
        terminal().document(document);
    }

    private static Map<String, Object> json(Fault fault) {
        return Map.of("line", fault.line(), "column", fault.column(), "text", fault.text(), "remedy", fault.remedy());
    }
}
