package imagefactory.core.catalog;

import java.util.List;
import java.util.Locale;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.StreamReader;

/** What SnakeYAML could not read, told as a fault with a remedy. */
final class SyntaxFault {
    private record Known(String sign, String remedy) {}

    private static final List<Known> KNOWN = List.of(
            new Known("tab", "Indent with spaces, not with tabs."),
            new Known("mapping values are not allowed", "Put the value in quotes, or mend the indentation."),
            new Known("unexpected end of stream", "Close the quote that begins here."),
            new Known("expected ',' or", "Close the bracket that begins here, or put a comma between its items."),
            new Known("found '-'", "Close the bracket or quote that the entry above leaves open."),
            new Known("could not find expected ':'", "Put a colon and a blank after the key."),
            new Known("that cannot start any token", "Put the value in quotes."),
            new Known("undefined alias", "Name the anchor with & before it is used, or put the value in quotes."),
            new Known("another document", "Keep one document: remove the line ---."),
            new Known("nesting depth", "Write it flatter: nothing in this file is that deep."),
            new Known("number of aliases", "Write the values out."));
    private static final Known OTHER = new Known("", "Mend the indentation, quotes or brackets here.");

    private final String problem;
    private final Mark mark;

    SyntaxFault(YAMLException cause, StreamReader reader) {
        if (cause instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            problem = marked.getProblem() == null ? String.valueOf(marked.getContext()) : marked.getProblem();
            mark = mark(marked);
        } else {
            problem = String.valueOf(cause.getMessage());
            mark = reader.getMark();
        }
    }

    /**
     * The character of the text that the fault belongs to. Where the next entry comes as a surprise, what is open is open
     * in the entry before it.
     */
    int place(String text) {
        int at = text.offsetByCodePoints(0, Math.min(mark.getIndex(), text.codePointCount(0, text.length())));
        boolean surprised = problem.contains("found '-'") || problem.contains("found '<block sequence entry>'");
        return surprised ? Math.max(0, at - mark.getColumn() - 1) : at;
    }

    /** Which may follow from another fault: the entry with the anchor could not be read. */
    boolean isUndefinedAlias() {
        return problem.contains("undefined alias");
    }

    /** Which is of the file as a whole: without an entry it would be the same. */
    boolean isOfWholeFile() {
        return problem.contains("Number of aliases");
    }

    void tell(Findings findings) {
        var told = problem.strip().replaceAll("\\s+", " ").replaceAll("\\.?( \\(Do not.*)?$", "");
        findings.fault(mark, "YAML: " + Shown.plain(told) + ".", remedy());
    }

    /** Where something was opened and is not closed in time, its beginning says more than where that was noticed. */
    private static Mark mark(MarkedYAMLException marked) {
        var context = String.valueOf(marked.getContext());
        boolean opened = context.contains("flow") || context.contains("quoted");
        boolean later = marked.getContextMark() != null
                && marked.getContextMark().getLine() < marked.getProblemMark().getLine();
        return opened && later ? marked.getContextMark() : marked.getProblemMark();
    }

    private String remedy() {
        var low = problem.toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> low.contains(known.sign()))
                .findFirst()
                .orElse(OTHER)
                .remedy();
    }
}
