package imagefactory.core.dockerfile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a file into instructions: directives, comments, joined lines, heredocs. */
final class InstructionReader {
    /** Bytes of one line; BuildKit's own limit. */
    private static final int MAX_LINE = 65_535;

    private static final int MAX_INSTRUCTIONS = 20_000;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final List<String> lines;
    private final Directives directives = new Directives();
    private final List<Instruction> found = new ArrayList<>();
    private int next;

    /** What a file was read into. */
    record Reading(List<Instruction> instructions, char escape) {}

    private InstructionReader(List<String> lines) {
        this.lines = lines;
    }

    /** Lines with their ends. */
    static List<String> lines(String text) {
        var lines = new ArrayList<String>();
        var rest = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        for (int start = 0; start < rest.length(); ) {
            int end = rest.indexOf('\n', start);
            int after = end < 0 ? rest.length() : end + 1;
            lines.add(rest.substring(start, after));
            start = after;
        }
        return lines;
    }

    static Reading read(List<String> lines) throws DockerfileInvalid {
        var reader = new InstructionReader(lines);
        reader.checkLines();
        while (reader.next < lines.size()) {
            reader.readOne();
        }
        return new Reading(reader.found, reader.directives.escape());
    }

    private void checkLines() throws DockerfileInvalid {
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            int length = line.endsWith("\n") ? line.length() - 1 : line.length();
            if (length * 3L > MAX_LINE
                    && line.substring(0, length).getBytes(StandardCharsets.UTF_8).length > MAX_LINE) {
                throw DockerfileInvalid.at(
                        i + 1,
                        new Malformed("the line is longer than " + MAX_LINE + " bytes.", "Break it with a backslash."));
            }
        }
    }

    private void readOne() throws DockerfileInvalid {
        var whole = Spaces.trimNewline(lines.get(next++));
        var line = Spaces.trimLeft(whole);
        int first = next;
        try {
            directives.accept(line);
            boolean goesOn = continues(line);
            if (!isComment(line) && (goesOn || !line.isEmpty())) {
                instruction(goesOn ? join(line) : line, first, whole.length() - line.length() + 1);
            }
        } catch (Malformed e) {
            throw DockerfileInvalid.at(first, e);
        }
    }

    /** Comments and blank lines inside a continued line are dropped; white space at the front of its lines is kept. */
    private String join(String line) {
        var joined = new StringBuilder(withoutContinuation(line));
        boolean goesOn = true;
        while (goesOn && next < lines.size()) {
            var more = Spaces.trimNewline(lines.get(next++));
            if (!isComment(more) && !Spaces.trimLeft(more).isEmpty()) {
                goesOn = continues(more);
                joined.append(goesOn ? withoutContinuation(more) : more);
            }
        }
        return joined.toString();
    }

    private void instruction(String line, int first, int column) throws Malformed {
        var statement = Statement.parse(line, directives.escape());
        var heredocs = statement.mayHaveHeredocs() && line.contains("<<") ? heredocs(line) : List.<Heredoc>of();
        if (found.size() == MAX_INSTRUCTIONS) {
            throw new Malformed("there are more than " + MAX_INSTRUCTIONS + " instructions.", "Split the file.");
        }
        found.add(new Instruction(
                statement.name(),
                statement.flags(),
                statement.arguments(),
                statement.json(),
                heredocs,
                first,
                next,
                column,
                line));
    }

    private List<Heredoc> heredocs(String line) throws Malformed {
        var heredocs = new ArrayList<Heredoc>();
        for (var announced : HeredocWords.in(line)) {
            heredocs.add(announced.withContent(content(announced)));
        }
        return heredocs;
    }

    private String content(Heredoc heredoc) throws Malformed {
        var content = new StringBuilder();
        while (next < lines.size()) {
            var line = lines.get(next++);
            if (heredoc.endsAt(line)) {
                return content.toString();
            }
            content.append(line);
        }
        throw new Malformed(
                "the heredoc " + heredoc.name() + " has no end.",
                "Write " + heredoc.name() + " on a line of its own, with nothing before or behind it.");
    }

    private static boolean isComment(String line) {
        return Spaces.trimLeft(line).startsWith("#");
    }

    /** The escape is the last thing on its line but blanks and tabs, and is not itself escaped. */
    private boolean continues(String line) {
        int end = lastInk(line);
        char escape = directives.escape();
        return end >= 0 && line.charAt(end) == escape && (end == 0 || line.charAt(end - 1) != escape);
    }

    private static String withoutContinuation(String line) {
        return line.substring(0, lastInk(line));
    }

    private static int lastInk(String line) {
        int end = line.length() - 1;
        while (end >= 0 && (line.charAt(end) == ' ' || line.charAt(end) == '\t')) {
            end--;
        }
        return end;
    }
}
