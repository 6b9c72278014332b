package imagefactory.cli.wiring;

import imagefactory.cli.terminal.Machine;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.outcome.Refused;
import imagefactory.core.plan.World;
import imagefactory.core.sign.Verifier;
import imagefactory.source.GitSettings;
import imagefactory.source.GitSources;
import imagefactory.trust.KeyVerifier;
import imagefactory.trust.Referrers;
import imagefactory.trust.SignedOrigins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Git, registries and trusted keys, as the factory would ask them. Close it at the end. */
public final class Worlds implements AutoCloseable {
    private static final Path KEY = Path.of(".run/keys/factory.pub");

    private final GitSources git;
    private final World world;

    private Worlds(GitSources git, World world) {
        this.git = git;
        this.world = world;
    }

    /**
     * @param keys public keys whose signatures count; where none is given those of the environment, or the factory's own of this folder
     * @throws Refused with {@code key-unreadable}
     */
    public static Worlds open(Terminal terminal, Registries registries, List<Path> keys) throws Refused {
        return open(terminal, registries, KeyVerifier.of(keys.isEmpty() ? usual(terminal) : keys));
    }

    /** For what only git has to be asked about. */
    public static Worlds sources(Terminal terminal, Registries registries) throws Refused {
        return open(terminal, registries, KeyVerifier.of(List.of()));
    }

    private static Worlds open(Terminal terminal, Registries registries, Verifier trusted) {
        var cache = Path.of(terminal.variable("FACTORY_WORK").orElse(".run/factory"), "git");
        var credentials = terminal.variable("FACTORY_GIT_CREDENTIALS").map(Path::of);
        var git = new GitSources(GitSettings.of(cache.toAbsolutePath(), credentials));
        var origins = new SignedOrigins(new Referrers(registries.registry(), trusted));
        return new Worlds(git, new World(git, registries.registry(), origins, Machine.platform(), Backend.CURRENT));
    }

    public World world() {
        return world;
    }

    @Override
    public void close() {
        git.close();
    }

    private static List<Path> usual(Terminal terminal) {
        var named =
                Registries.list(terminal, "FACTORY_KEYS_TRUSTED").map(Path::of).toList();
        if (named.isEmpty() && !Files.exists(KEY)) {
            terminal.say("No trusted key is given, and there is no " + KEY
                    + ": whatever is published counts as of unknown origin. Name keys with --key.");
        }
        return named.isEmpty() && Files.exists(KEY) ? List.of(KEY) : named;
    }
}
