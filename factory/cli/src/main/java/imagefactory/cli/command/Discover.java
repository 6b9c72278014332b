package imagefactory.cli.command;

import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Machine;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.Discovery;
import imagefactory.cli.wiring.GitFiles;
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

    @Option(
            names = "--git",
            paramLabel = "URL",
            description = "A git repository; the files are paths from its root, at the newest commit of its branch.")
    private @Nullable String git;

    @Option(
            names = "--branch",
            paramLabel = "NAME",
            defaultValue = "main",
            description = "The branch of --git (default: ${DEFAULT-VALUE}).")
    private String branch = "";

    Discover(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit run() throws Exception {
        var found = git == null ? found(file -> terminal().read(file, MOST_BYTES)) : found(git);
        if (isJson()) {
            terminal().document(found.stream().map(Discovery::json).toList());
        } else {
            terminal().line(found.stream().map(Discovery::text).collect(Collectors.joining("\n")));
        }
        found.forEach(each -> each.warnings().forEach(terminal()::say));
        return found.stream().allMatch(Discovery::isUnderstood) ? Exit.DONE : Exit.FAILED;
    }

    /** Where the bytes of a file come from. */
    private interface Place {
        byte[] read(String file) throws Exception;
    }

    private List<Discovery> found(String url) throws Exception {
        try (var repository = GitFiles.open(terminal(), url, branch)) {
            return found(file -> repository.dockerfile(file).array());
        }
    }

    private List<Discovery> found(Place place) throws Exception {
        var arguments = arguments();
        var found = new ArrayList<Discovery>();
        for (var file : files) {
            found.add(look(file, place, arguments));
        }
        return found;
    }

    private static Discovery look(String file, Place place, Arguments arguments) throws Exception {
        try {
            var dockerfile = Dockerfile.parse(place.read(file));
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
