package imagefactory.cli.command;

import imagefactory.cli.terminal.Terminal;
import java.lang.reflect.Constructor;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/** All commands, in the order in which the help shows them. */
@Command(
        name = "image-factory",
        description =
                "Builds, checks, signs and publishes container images again when what they are built from changes.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Commands.Release.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Validate.class,
            Discover.class,
            Plan.class,
            Graphs.class,
            Synth.class,
            Verify.class,
            Scan.class,
            Build.class,
            Keys.class,
            Doctor.class,
            Completion.class,
            Rebuild.class,
            Rollback.class,
            Status.class,
            Runs.class,
            OneRun.class,
            Logs.class,
            Why.class,
            Events.class,
            DeadLetters.class,
            Gc.class,
            ExportState.class,
            ImportState.class
        })
public final class Commands {
    private static final String[] FOOTER = {
        "",
        "Those that ask the running factory find it at FACTORY_URL (default http://127.0.0.1:8080), with the token in",
        "the file that FACTORY_TOKEN_FILE names.",
        "Exit codes: 0 done, 1 failed as told, 2 wrong usage or configuration, 3 not reachable, 4 refused by the gate."
    };

    private Commands() {}

    /** The whole command line, working on this terminal. */
    public static CommandLine on(Terminal terminal) {
        var line = new CommandLine(new Commands(), new OnTerminal(terminal));
        line.getCommandSpec().usageMessage().footer(FOOTER); // as an annotation, every command would inherit it
        return line;
    }

    /** What the jar says of itself. */
    static final class Release implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Optional.ofNullable(Commands.class.getPackage().getImplementationVersion());
            return new String[] {"image-factory " + version.orElse("not packaged")};
        }
    }

    /** Makes commands, which take the terminal, and what picocli makes for itself, which takes nothing. */
    private record OnTerminal(Terminal terminal) implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> each : type.getDeclaredConstructors()) {
                if (each.getParameterCount() == 1 && each.getParameterTypes()[0] == Terminal.class) {
                    return type.cast(each.newInstance(terminal));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
