package imagefactory.cli.command;

import imagefactory.cli.factory.Brief;
import imagefactory.cli.factory.Factory;
import imagefactory.cli.factory.Factory.RollbackAsked;
import imagefactory.cli.factory.RollbackView;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Refused;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has a stage take again what it had before. */
@Command(
        name = "rollback",
        description =
                "Has Kargo bring a stage back to what it had before, and says whether newer ones are held off then.")
final class Rollback extends Online {
    @Parameters(paramLabel = "IMAGE", description = "An enrolled name.")
    private String image = "";

    @Option(names = "--stage", required = true, paramLabel = "STAGE", description = "One of its stages.")
    private String stage = "";

    @Option(
            names = "--to",
            paramLabel = "DIGEST",
            description = "What it shall take; without it the last that it had before and verified.")
    private @Nullable String to;

    @Option(names = "--why", paramLabel = "TEXT", description = "The reason, kept and shown by why and by Kargo.")
    private @Nullable String why;

    Rollback(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit ask(Factory factory) throws Refused, InterruptedException {
        var digest = to == null ? Optional.<Digest>empty() : Optional.of(Words.digest(to));
        var told = factory.rollBack(new RollbackAsked(image, stage, digest, by(), reason(why)));
        if (isJson()) {
            terminal().document(told.raw());
        } else {
            terminal().line(line(told.view()));
            terminal().line("  " + afterwards(told.view()));
        }
        return Exit.DONE;
    }

    private static String line(RollbackView done) {
        var from = done.from().map(it -> Brief.name(it) + " → ").orElse("");
        return done.image() + "  " + done.stage() + "  " + from + Brief.name(done.to()) + "  Kargo's Promotion "
                + done.promotion() + (done.made() ? "" : ", which was there already");
    }

    private static String afterwards(RollbackView done) {
        return switch (done.afterwards()) {
            case "held" ->
                "Kargo holds " + done.stage()
                        + " there: nothing newer comes by itself until the newest is promoted to it,"
                        + " in Kargo or with --to.";
            case "manual" -> "Nothing newer comes to " + done.stage() + " by itself: its auto-promotion is off.";
            default ->
                "Kargo does not hold " + done.stage()
                        + " there: what is newest may come to it by itself, over this too."
                        + " A Kargo with auto-promotion holds (1.11) would keep older Freight.";
        };
    }
}
