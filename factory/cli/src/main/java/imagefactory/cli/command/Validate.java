package imagefactory.cli.command;

import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.catalog.CatalogFile.Reading;
import imagefactory.core.catalog.CatalogInvalid;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.catalog.Fault;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
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

    Validate(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit run() throws Exception {
        try {
            return good(CatalogPlace.read(terminal(), file));
        } catch (CatalogInvalid invalid) {
            return bad(invalid);
        }
    }

    private Exit good(Reading reading) {
        var images = reading.catalog().images();
        if (isJson()) {
            document(images.stream().map(EnrolledImage::name).toList(), List.of(), reading.warnings());
            return Exit.DONE;
        }
        terminal()
                .line(file + ": nothing to fix in " + CatalogPlace.counted(images.size(), "image")
                        + (reading.warnings().isEmpty()
                                ? ""
                                : ", " + CatalogPlace.counted(reading.warnings().size(), "warning")));
        if (!reading.warnings().isEmpty()) {
            terminal().line(CatalogInvalid.table(reading.warnings()));
        }
        return Exit.DONE;
    }

    private Exit bad(CatalogInvalid invalid) {
        if (isJson()) {
            document(List.of(), invalid.faults(), List.of());
        } else {
            terminal().line(String.valueOf(invalid.getMessage()));
        }
        return Exit.FAILED;
    }

    private void document(List<String> images, List<Fault> faults, List<Fault> warnings) {
        terminal()
                .document(Map.of(
                        "file", file,
                        "valid", faults.isEmpty(),
                        "images", images,
                        "faults", faults.stream().map(Validate::json).toList(),
                        "warnings", warnings.stream().map(Validate::json).toList()));
    }

    private static Map<String, Object> json(Fault fault) {
        return Map.of("line", fault.line(), "column", fault.column(), "text", fault.text(), "remedy", fault.remedy());
    }
}
