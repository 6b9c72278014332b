package imagefactory.cli.command;

import imagefactory.cli.check.ScanOfAll;
import imagefactory.cli.factory.Factory;
import imagefactory.cli.factory.FactoryClient;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.ScanText;
import imagefactory.cli.wiring.LocalScan;
import imagefactory.cli.wiring.Registries;
import imagefactory.core.catalog.Managed;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.scan.Severity;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is known to be wrong with an image. */
@Command(name = "scan", description = "Scans all platforms of an image with Trivy, in containers without network.")
final class Scan extends Told {
    @Parameters(
            arity = "0..1",
            paramLabel = "REF",
            description = "registry/repository:tag or registry/repository@sha256:….")
    private @Nullable String reference;

    @Option(names = "--image", paramLabel = "IMAGE", description = "An enrolled name, instead of REF.")
    private @Nullable String enrolled;

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            description = "Which of its tags (default: the first that it is enrolled with and that always moves).")
    private @Nullable String tag;

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            defaultValue = "images.yaml",
            description = "The catalog for --image (default: ${DEFAULT-VALUE}).")
    private String catalog = "";

    @Option(
            names = "--ceiling",
            paramLabel = "SEVERITY",
            description = "The worst severity that is allowed; with a worse finding it ends with 4 (default: all are).")
    private @Nullable String ceiling;

    @Option(
            names = "--known",
            description =
                    "Scan nothing: tell what the factory found in a publication when it looked last, and end with 4"
                            + " where it refused that. REF is IMAGE@sha256:… then.")
    private boolean known;

    @Mixin
    private RegistryOptions registry = new RegistryOptions();

    Scan(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit run() throws Exception {
        var allowed = allowed();
        if (known) {
            return known(allowed);
        }
        var image = image();
        var given = new Registries.Given(registry.insecure(), Optional.ofNullable(registry.config()));
        try (var registries = Registries.open(terminal(), given);
                var scan = LocalScan.open(terminal(), registries)) {
            var reports = new ScanOfAll(registries.registry(), scan.scanner(), terminal()::pause).of(image);
            var text = new ScanText(image, reports);
            if (isJson()) {
                terminal().document(text.json());
            } else {
                terminal().line(text.toString());
            }
            var refused = reports.values().stream()
                    .flatMap(report -> report.findings().stream())
                    .anyMatch(finding -> finding.severity().compareTo(allowed) > 0);
            return refused ? Exit.GATE_REFUSED : Exit.DONE;
        }
    }

    private Exit known(Severity allowed) throws Refused, InterruptedException {
        if (reference == null || enrolled != null || tag != null) {
            throw Words.wrong("--known says nothing of tags.", "Write scan --known IMAGE@sha256:….");
        }
        try (var factory = new Factory(FactoryClient.of(terminal()))) {
            return new KnownFindings(this, factory).of(reference, allowed);
        }
    }

    private ImageRef image() throws Refused {
        if (reference != null && enrolled == null) {
            return Words.reference(reference);
        }
        if (reference != null || enrolled == null) {
            throw Words.wrong("Either REF or --image says what is scanned.", "Give one of them.");
        }
        var image = CatalogPlace.managed(terminal(), catalog, enrolled);
        return Words.reference(image.repository() + ":" + tag(image));
    }

    private String tag(Managed image) throws Refused {
        return tag != null
                ? tag
                : image.tagging().patterns().stream()
                        .filter(pattern -> !pattern.contains("{"))
                        .findFirst()
                        .orElseThrow(() -> Words.wrong(
                                image.name() + " is enrolled with no tag that always has the same name.",
                                "Say which one with --tag."));
    }

    private Severity allowed() throws Refused {
        if (ceiling == null) {
            return Severity.CRITICAL;
        }
        var word = ceiling.toUpperCase(Locale.ROOT);
        return Arrays.stream(Severity.values())
                .filter(severity -> severity.name().equals(word))
                .findFirst()
                .orElseThrow(() -> new Refused(new Problem(
                        Problem.Code.BAD_REQUEST,
                        "\"" + ceiling + "\" is no severity.",
                        "Write UNKNOWN, LOW, MEDIUM, HIGH or CRITICAL.")));
    }
}
