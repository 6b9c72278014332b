package imagefactory.scanner;

import java.util.Optional;
import java.util.regex.Pattern;

/** What Trivy says when it gives up, found in all that it said. */
public final class Fatal {
    private static final Pattern FATAL = Pattern.compile("FATAL\\s+Fatal error\\s+(.*)", Pattern.DOTALL);
    private static final int MOST_SAID = 1000;

    private Fatal() {}

    /** In one line, and not too long a one: an image can make Trivy say anything. Empty where it did not give up itself. */
    public static Optional<String> in(String said) {
        var match = FATAL.matcher(said);
        return match.find() ? Optional.of(line(match.group(1))) : Optional.empty();
    }

    /** Fit to be shown: one line of at most 1000 characters. */
    public static String line(String said) {
        var text = said.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return text.length() <= MOST_SAID ? text : text.substring(0, MOST_SAID) + "…";
    }
}
