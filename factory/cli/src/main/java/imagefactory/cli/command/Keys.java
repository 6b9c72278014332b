package imagefactory.cli.command;

import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.trust.KeyPairFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The keys that the factory signs with. */
@Command(
        name = "keys",
        description = "Makes the keys that the factory signs with, and shows the public one.",
        subcommands = {Keys.Generate.class, Keys.Public.class})
final class Keys extends Group {
    private static final String PRIVATE = "factory.key";
    private static final String PUBLIC = "factory.pub";
    private static final String FOLDER = ".run/keys";

    /** Makes a pair. */
    @Command(
            name = "generate",
            description =
                    "Makes a pair of ECDSA P-256 keys: the private one in cosign's encrypted format. Nothing is overwritten.")
    static final class Generate extends Told {
        @Option(
                names = "--out",
                paramLabel = "DIR",
                defaultValue = FOLDER,
                description = "Where " + PRIVATE + " and " + PUBLIC + " are written (default: ${DEFAULT-VALUE}).")
        private Path out = Path.of(FOLDER);

        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description = "Holds the password of the private key (default: an empty password).")
        private @Nullable Path password;

        Generate(Terminal terminal) {
            super(terminal);
        }

        @Override
        Exit run() throws Refused {
            makeFolder();
            var key = out.resolve(PRIVATE);
            var publicKey = out.resolve(PUBLIC);
            var id = new KeyPairFile(key, Optional.ofNullable(password)).generate(publicKey);
            if (isJson()) {
                terminal().document(Map.of("keyId", id, "privateKey", key, "publicKey", publicKey));
            } else {
                terminal().line("key " + id);
                terminal().line("  private  " + key);
                terminal().line("  public   " + publicKey);
            }
            return Exit.DONE;
        }

        private void makeFolder() throws Refused {
            try {
                Files.createDirectories(out);
            } catch (IOException e) {
                throw new Refused(
                        new Problem(
                                Problem.Code.BAD_REQUEST,
                                "The folder " + out + " for the keys cannot be made: " + e + ".",
                                "Name another one with --out."),
                        e);
            }
        }
    }

    /** Prints the public key. */
    @Command(name = "public", description = "Prints the public key that belongs to a private one, as PEM.")
    static final class Public extends Told {
        @Option(
                names = "--key",
                paramLabel = "FILE",
                defaultValue = FOLDER + "/" + PRIVATE,
                description = "The private key (default: ${DEFAULT-VALUE}).")
        private Path key = Path.of(FOLDER, PRIVATE);

        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description = "Holds the password of the private key (default: an empty password).")
        private @Nullable Path password;

        Public(Terminal terminal) {
            super(terminal);
        }

        @Override
        Exit run() throws Refused {
            var pem = new KeyPairFile(key, Optional.ofNullable(password)).publicPem();
            if (isJson()) {
                terminal().document(Map.of("publicKey", pem));
            } else {
                terminal().line(pem.stripTrailing());
            }
            return Exit.DONE;
        }
    }
}
