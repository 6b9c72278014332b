package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.WhyText;
import imagefactory.core.outcome.Refused;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Why an image is as it is. */
@Command(name = "why", description = "Shows the chain of causes of what is published, and what was decided since.")
final class Why extends Online {
    private static final Pattern BEGINNING = Pattern.compile("sha256:[0-9a-f]{4,64}");

    @Parameters(
            paramLabel = "IMAGE[@DIGEST]",
            description = "An enrolled name; with a digest, or how one begins, another publication than the last.")
    private String image = "";

    Why(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit ask(Factory factory) throws Refused, InterruptedException {
        int at = image.indexOf('@');
        var told =
                at < 0 ? factory.why(image, "") : factory.why(image.substring(0, at), digest(image.substring(at + 1)));
        if (isJson()) {
            terminal().document(told.raw());
        } else {
            var why = told.view();
            terminal().line(new WhyText(terminal().ink(), times()).of(why));
        }
        return Exit.DONE;
    }

    /** As people copy it: cut short, with an ellipsis at its end. */
    private static String digest(String word) throws Refused {
        var digest = word.replaceFirst("(…|\\.\\.\\.)$", "");
        if (!BEGINNING.matcher(digest).matches()) {
            throw Words.wrong("\"" + word + "\" is no digest.", "Write sha256: and at least 4 of its digits.");
        }
        return digest;
    }
}
