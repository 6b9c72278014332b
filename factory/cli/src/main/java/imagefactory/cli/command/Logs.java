package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What the stages of a run wrote. */
@Command(name = "logs", description = "Prints what a run's builds wrote, or one of its stages.")
final class Logs extends Online {
    private static final String BUILD = "build";

    @Parameters(index = "0", paramLabel = "RUN", description = "Its number, as runs lists it.")
    private long run;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "STAGE",
            defaultValue = BUILD,
            description = "build for all platforms (the default), or build-linux/amd64 for one.")
    private String stage = BUILD;

    Logs(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit ask(Factory factory) throws Refused, InterruptedException {
        var logs = new LinkedHashMap<String, Bytes>();
        for (var name : names(factory)) {
            factory.log(run, name).ifPresent(log -> logs.put(name, log));
        }
        if (logs.isEmpty()) {
            throw new Refused(new Problem(
                    Problem.Code.NOT_FOUND,
                    "Run " + run + " has no log of " + stage + ": a stage's log is kept when the stage is over.",
                    "Type image-factory run " + run + " to see how far it is."));
        }
        tell(logs);
        return Exit.DONE;
    }

    private List<String> names(Factory factory) throws Refused, InterruptedException {
        return stage.equals(BUILD)
                ? factory.run(run).view().results().platforms().stream()
                        .map(Logs::build)
                        .toList()
                : List.of(stage);
    }

    private void tell(Map<String, Bytes> logs) {
        if (isJson()) {
            var documents = logs.entrySet().stream()
                    .map(log ->
                            Map.of("stage", log.getKey(), "text", log.getValue().utf8()))
                    .toList();
            terminal().document(Map.of("run", run, "logs", documents));
            return;
        }
        logs.forEach((name, log) -> {
            if (logs.size() > 1) {
                terminal().line("== " + name);
            }
            terminal().bytes(log.array());
        });
    }

    private static String build(Platform platform) {
        return BUILD + "-" + platform;
    }
}
