package imagefactory.cli.command;

import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Machine;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.Discovery;
import imagefactory.core.dockerfile.Arguments;
import imagefactory.core.dockerfile.Dockerfile;
import imagefactory.core.dockerfile.DockerfileInvalid;
import imagefactory.core.outcome.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What Dockerfiles are built from. */
@Command(
        name = "discover",
        description = "Shows what Dockerfiles are built from: their stages, and every image that these name.")
final class Discover extends Told {
    private static final int MOST_BYTES = 4 * Dockerfile.MAX_SIZE;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Dockerfiles; - is standard input.")
    private List<String> files = List.of();

    @Option(names = "--target", paramLabel = "STAGE", description = "The stage to build (default: the last).")
    private @Nullable String target;

    @Option(
            names = "--build-arg",
            paramLabel = "KEY=VALUE",
            description = "A build argument; without a value that of the environment's variable.")
    private List<String> buildArgs = new ArrayList<>();

    @Option(
            names = "--platform",
            paramLabel = "PLATFORM",
            description = "What the image is for (default: this machine's).")
    private @Nullable String platform;

    Discover(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit run() throws Refused {
        var arguments = arguments();
        var found = files.stream().map(file -> look(file, arguments)).toList();
        if (isJson()) {
            terminal().document(found.stream().map(Discovery::json).toList());
        } else {
            terminal().line(found.stream().map(Discovery::text).collect(Collectors.joining("\n")));
        }
        found.forEach(each -> each.warnings().forEach(terminal()::say));
        return found.stream().allMatch(Discovery::isUnderstood) ? Exit.DONE : Exit.FAILED;
    }

    private Discovery look(String file, Arguments arguments) {
        try {
            var dockerfile = Dockerfile.parse(terminal().read(file, MOST_BYTES));
            return new Discovery.Understood(file, dockerfile.syntax(), dockerfile.resolve(arguments));
        } catch (DockerfileInvalid invalid) {
            return new Discovery.Faulty(file, invalid.line(), invalid.column(), invalid.problem());
        } catch (Refused unreadable) {
            return Discovery.Faulty.missing(file, unreadable.problem());
        }
    }

    private Arguments arguments() throws Refused {
        var machine = Machine.platform();
        return new Arguments(
                args(), platform == null ? machine : Words.platform(platform), machine, Optional.ofNullable(target));
    }

    private Map<String, String> args() {
        var args = new TreeMap<String, String>();
        for (var arg : buildArgs) {
            int equals = arg.indexOf('=');
            if (equals >= 0) {
                args.put(arg.substring(0, equals), arg.substring(equals + 1));
            } else {
                terminal().variable(arg).ifPresent(value -> args.put(arg, value));
            }
        }
        return args;
    }
}
