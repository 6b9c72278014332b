package imagefactory.cli.local;

import imagefactory.cli.factory.Problems;
import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs the builder and waits for it; it ends when this program ends. */
public final class BuilderProgram {
    private static final int NOT_REACHABLE = 3;
    private static final long MOST_BYTES = 1 << 20;

    private final OutputStream log;

    /** @param log takes what the builder writes */
    public BuilderProgram(OutputStream log) {
        this.log = log;
    }

    /** @throws Refused with the builder's own problem */
    public void run(LocalBuild build) throws Refused, InterruptedException {
        try {
            var folder = Files.createTempDirectory("image-factory-build");
            var metadata = folder.resolve("metadata.json");
            folder.toFile().deleteOnExit(); // for a signal: nothing below is reached then
            metadata.toFile().deleteOnExit();
            try {
                var code = run(build.command(metadata));
                if (code != 0) {
                    throw new Refused(problem(build, code, metadata));
                }
            } finally {
                Files.deleteIfExists(metadata);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new Refused(notStarted(build, e), e);
        }
    }

    private int run(List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        var process = builder.start();
        var end = Thread.ofPlatform().unstarted(process::destroy);
        Runtime.getRuntime().addShutdownHook(end);
        try (var said = process.getInputStream()) {
            said.transferTo(log);
        }
        var code = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(end);
        return code;
    }

    private static Problem problem(LocalBuild build, int code, Path metadata) throws IOException {
        if (Files.exists(metadata) && Files.size(metadata) <= MOST_BYTES) {
            var told = Problems.ofBuilder(Bytes.of(Files.readAllBytes(metadata)));
            if (told.isPresent()) {
                return told.get();
            }
        }
        var what = Optional.of(Problem.Code.NOT_REACHABLE).filter(any -> code == NOT_REACHABLE);
        return new Problem(
                what.orElse(Problem.Code.BUILD_FAILED),
                "The build of " + build.image().name() + " ended with code " + code + " and left no report.",
                "Read what it wrote above.");
    }

    private static Problem notStarted(LocalBuild build, IOException fault) {
        return new Problem(
                Problem.Code.BAD_REQUEST,
                "The builder " + build.access().program().getFirst() + " could not be run: " + fault.getMessage() + ".",
                "Type ./taskw jars, or set FACTORY_BUILDS_COMMAND to the program that builds.");
    }
}
