package imagefactory.builder.cli;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The program {@code image-builder}: builds one platform of one image with rootless Buildah, and pushes it.
 *
 * <p>What it is told, and how it ends: {@link Flag}, {@link ExitCode}; what it leaves: {@link Metadata}, also when it fails.
 * A signal ends Buildah with all that it started, removes the build's own folder, and ends this with 130 or 143.
 */
public final class Builder {
    private final Map<String, String> environment;
    private final PrintStream out;
    private final Log log;

    Builder(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = Map.copyOf(environment);
        this.out = out;
        log = new Log(out, err);
    }

    public static void main(String[] arguments) {
        System.setProperty(
                "slf4j.internal.verbosity", "ERROR"); // JGit's logger has nowhere to write, and need not say so
        var code = new Builder(System.getenv(), System.out, System.err).run(List.of(arguments));
        System.exit(code.number());
    }

    ExitCode run(List<String> arguments) {
        var report = Report.NOWHERE;
        try {
            var line = CommandLine.parse(arguments);
            report = Report.asked(line);
            return run(line, report);
        } catch (Refused e) {
            return failed(e.problem(), report);
        } catch (Unavailable e) {
            var advice = "Try again when it answers.";
            return failed(new Problem(Problem.Code.NOT_REACHABLE, e.getMessage() + ".", advice), report);
        } catch (IOException | UncheckedIOException e) {
            return failed(broken(e), report);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            log.error(trace(e));
            return failed(fault(e), report);
        }
    }

    private ExitCode run(CommandLine line, Report report) throws Refused, Unavailable, IOException {
        if (line.is(Flag.HELP, false) || line.is(Flag.VERSION, false)) {
            Help.print(line.is(Flag.HELP, false), environment, out);
            return ExitCode.BUILT;
        }
        var order = OrderReader.read(line, environment);
        makeHome();
        var child = new Child(environment, out);
        try (var workspace = Workspace.in(order.folders().work())) {
            var over = new AtomicBoolean();
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                if (!over.get()) {
                    ended(child, workspace, report);
                }
            }));
            try {
                var built = new ImageBuild(order, environment, workspace, child, log).run();
                built.pins()
                        .forEach(pin -> log.info(
                                "Built on " + pin.reference() + " for " + pin.platform() + ": " + pin.manifest()));
                report.built(built);
                log.info("Build completed successfully!");
                return ExitCode.BUILT;
            } finally {
                over.set(true);
            }
        }
    }

    /** Of a user whose folders are those of a fresh volume there is only where they belong. */
    private void makeHome() {
        for (var name : List.of("HOME", "XDG_RUNTIME_DIR")) {
            var folder = Path.of(environment.getOrDefault(name, "/")).toAbsolutePath();
            try {
                make(folder);
            } catch (IOException e) {
                log.info(name + " is " + folder + ", which is not there and cannot be made: " + e); // it may do without
            }
        }
    }

    private static void make(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private ExitCode failed(Problem problem, Report report) {
        log.error(problem.toString());
        try {
            report.failed(problem);
        } catch (IOException e) {
            log.error("The outcome could not be written: " + e);
        }
        return ExitCode.of(problem.code());
    }

    /** The JVM was told to end. */
    private void ended(Child child, Workspace workspace, Report report) {
        child.kill();
        failed(new Problem(Problem.Code.CANCELLED, "The build was ended by a signal.", "Build again."), report);
        workspace.close();
    }

    private static String trace(Throwable fault) {
        var trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    private static Problem fault(Throwable fault) {
        return new Problem(
                Problem.Code.FACTORY_FAULT,
                "The builder has a fault: " + fault + ".",
                "Report it together with the log of the build, which says where.");
    }

    private static Problem broken(Exception e) {
        return new Problem(
                Problem.Code.FACTORY_FAULT,
                "The builder itself failed: " + e + ".",
                "Check space and permissions of --work-dir, --cache-dir and the context.");
    }
}
