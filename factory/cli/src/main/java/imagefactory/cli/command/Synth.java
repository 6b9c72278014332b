package imagefactory.cli.command;

import imagefactory.cli.local.ManifestFolder;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.SynthText;
import imagefactory.cli.wiring.Manifests;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What Kargo needs to know of the catalog, as files. */
@Command(
        name = "synth",
        description = "Writes the manifests with which Kargo watches and promotes the enrolled images; asks nobody.")
final class Synth extends Told {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = "images.yaml",
            description = "The catalog (default: ${DEFAULT-VALUE}).")
    private String file = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "deploy/kargo",
            description = "Where they are written; what was made here before and is not any more is removed"
                    + " (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("");

    @Option(
            names = "--base",
            paramLabel = "REF",
            description = "A tag that Dockerfiles are built on, to be watched too; may be given several times.")
    private List<String> bases = new ArrayList<>();

    @Option(
            names = "--project",
            paramLabel = "NAME",
            description = "Kargo's project and namespace (default: image-factory-kargo).")
    private @Nullable String project;

    @Option(
            names = "--factory",
            paramLabel = "URL",
            description = "The factory as seen from the cluster (default: its service in the namespace image-factory).")
    private @Nullable String factory;

    @Option(
            names = "--commands",
            paramLabel = "REF",
            description = "The image with this program, for analyses (default: localhost/image-factory/factory:1).")
    private @Nullable String commands;

    Synth(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit run() throws Refused {
        var catalog = CatalogPlace.usable(terminal(), file).catalog();
        var given = new Manifests.Given(
                Optional.ofNullable(project), Optional.ofNullable(factory), Optional.ofNullable(commands));
        var made = Manifests.of(catalog, references(), given);
        var text = new SynthText(out.toString(), new ManifestFolder(out, Manifests::isMade).write(made.files()), made);
        if (isJson()) {
            terminal().document(text.json());
        } else {
            terminal().line(text.toString());
            made.leftOut().forEach(terminal()::say);
        }
        return Exit.DONE;
    }

    private List<ImageRef> references() throws Refused {
        var references = new ArrayList<ImageRef>();
        for (var base : bases) {
            references.add(Words.reference(base));
        }
        return references;
    }
}
