package imagefactory.cli;

import imagefactory.cli.command.Commands;
import imagefactory.cli.command.Told;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command line on a terminal, and turns whatever ends it into a told problem and an exit code. */
public final class Cli {
    private static final int WIDTH = 110;

    private final Terminal terminal;

    public Cli(Terminal terminal) {
        this.terminal = terminal;
    }

    /** @return the exit code, see {@link Exit} */
    public int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    CommandLine commandLine() {
        var colours = terminal.ink().on() ? Ansi.ON : Ansi.OFF;
        return Commands.on(terminal)
                .setUsageHelpWidth(WIDTH)
                .setColorScheme(CommandLine.Help.defaultColorScheme(colours))
                .setOut(writer(terminal.out()))
                .setErr(writer(terminal.err()))
                .setParameterExceptionHandler(this::misused)
                .setExecutionExceptionHandler(this::failed);
    }

    private int misused(ParameterException wrong, String[] arguments) {
        terminal.say("image-factory: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, writer(terminal.err()));
        terminal.say("Type " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help.");
        return Exit.USAGE.code();
    }

    private int failed(Exception fault, CommandLine line, ParseResult parsed) {
        var problem = problem(fault);
        if (line.getCommand() instanceof Told told && told.isJson()) {
            terminal.document(Map.of(
                    "problem", Map.of("code", problem.code(), "text", problem.text(), "advice", problem.advice())));
        }
        terminal.say(terminal.ink().bad(problem.code().toString()) + ": " + problem.text());
        terminal.say("  " + problem.advice());
        return Exit.of(problem.code()).code();
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static Problem problem(Exception fault) {
        return switch (fault) {
            case Refused refused -> refused.problem();
            case Unavailable away ->
                new Problem(
                        Problem.Code.NOT_REACHABLE,
                        String.valueOf(away.getMessage()),
                        "See whether it is up and its address is right, then try again.");
            case InterruptedException stopped ->
                new Problem(Problem.Code.CANCELLED, "The command was interrupted.", "Type it again.");
            default ->
                new Problem(
                        Problem.Code.FACTORY_FAULT,
                        "The program itself failed: " + fault + " at " + fault.getStackTrace()[0] + ".",
                        "Report it with what you typed.");
        };
    }
}
