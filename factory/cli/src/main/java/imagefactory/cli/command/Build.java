package imagefactory.cli.command;

import imagefactory.cli.local.BuilderProgram;
import imagefactory.cli.local.LocalBuild;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Machine;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.wiring.Registries;
import imagefactory.core.outcome.Refused;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Builds on this machine. */
@Command(name = "build", description = "Builds an enrolled image for this machine's platform, and pushes nothing.")
final class Build extends Told {
    @Parameters(paramLabel = "IMAGE", description = "An enrolled name.")
    private String image = "";

    @Option(names = "--local", required = true, description = "On this machine, without the factory.")
    @SuppressWarnings("UnusedVariable") // that it is given says all: other places to build will be other options
    private boolean local;

    @Option(
            names = "--context",
            paramLabel = "DIR",
            description = "A working copy of the source's repository (default: its branch is fetched).")
    private @Nullable Path copy;

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            defaultValue = "images.yaml",
            description = "The catalog (default: ${DEFAULT-VALUE}).")
    private String catalog = "";

    @Option(names = "--no-cache", description = "Build every layer anew.")
    private boolean noCache;

    @Mixin
    private RegistryOptions registry = new RegistryOptions();

    Build(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit run() throws Refused, InterruptedException {
        var build = new LocalBuild(
                CatalogPlace.managed(terminal(), catalog, image),
                Optional.ofNullable(copy),
                Machine.platform(),
                access());
        new BuilderProgram(terminal().err()).run(build);
        if (isJson()) {
            terminal().document(Map.of("image", build.name(), "platform", build.platform()));
        } else {
            terminal().line(build.name().toString());
        }
        return Exit.DONE;
    }

    private LocalBuild.Access access() {
        var program = terminal().variable("FACTORY_BUILDS_COMMAND").orElse("image-builder");
        var given = new Registries.Given(registry.insecure(), Optional.ofNullable(registry.config()));
        return new LocalBuild.Access(
                List.of(program),
                Registries.insecure(terminal(), given),
                Registries.authorities(terminal()),
                given.config().or(() -> Registries.config(terminal())),
                terminal().variable("FACTORY_GIT_CREDENTIALS").map(Path::of),
                !noCache);
    }
}
