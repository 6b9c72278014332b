package imagefactory.core.dockerfile;

/**
 * A document written into an instruction.
 *
 * @param name its terminator; of a COPY or ADD also the name of the file
 * @param expand whether variables in it are replaced: its name is written without quotes
 * @param chomp whether leading tabs are dropped: {@code <<-}
 * @param content its lines as written, tabs and line ends included
 */
public record Heredoc(String name, boolean expand, boolean chomp, String content) {
    Heredoc withContent(String lines) {
        return new Heredoc(name, expand, chomp, lines);
    }

    boolean endsAt(String line) {
        var text = Spaces.trimNewline(line);
        if (!chomp) {
            return text.equals(name);
        }
        int start = 0;
        while (start < text.length() && text.charAt(start) == '\t') {
            start++;
        }
        return text.substring(start).equals(name);
    }
}
