package imagefactory.cli.command;

import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.ProofText;
import imagefactory.cli.wiring.Proofs;
import imagefactory.cli.wiring.Registries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whether an image is what it says it is. */
@Command(
        name = "verify",
        description = "Checks signatures, attestations and truth of a published image; asks nobody but its registry.")
final class Verify extends Told {
    @Parameters(paramLabel = "REF", description = "registry/repository@sha256:… or registry/repository:tag.")
    private String reference = "";

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "A public key whose signatures count, in PEM; may be given several times.")
    private List<Path> keys = new ArrayList<>();

    @Mixin
    private RegistryOptions registry = new RegistryOptions();

    Verify(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit run() throws Exception {
        var image = Words.reference(reference);
        var given = new Registries.Given(registry.insecure(), Optional.ofNullable(registry.config()));
        try (var registries = Registries.open(terminal(), given)) {
            var proof = Proofs.reader(registries, keys).read(image);
            if (isJson()) {
                terminal().document(ProofText.json(proof));
            } else {
                terminal().line(new ProofText(terminal().ink()).of(proof));
            }
            return proof.isGood() ? Exit.DONE : Exit.FAILED;
        }
    }
}
