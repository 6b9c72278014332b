package imagefactory.core.catalog;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Bytes to YAML nodes, within limits. A fault of the syntax spoils the image that it is in, not the file: that image is
 * left out and the rest is read on, so that one look shows every fault.
 */
final class YamlTree {
    static final int MAX_BYTES = 16 << 20;
    static final int MAX_DEPTH = 16;
    static final int MAX_ALIASES = 10_000;
    private static final int MAX_ATTEMPTS = 200;
    private static final long MAX_WORK = 32L << 20;
    private static final Pattern LINE = Pattern.compile("\\R");

    private final Findings findings;

    YamlTree(Findings findings) {
        this.findings = findings;
    }

    /** The root of the file's only document; nothing for an empty file, and for one that cannot be read at all. */
    Optional<Node> read(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            findings.fault(1, 1, "the file has " + bytes.length + " bytes, more than " + MAX_BYTES + ".", "Split it.");
            return Optional.empty();
        }
        return decoded(bytes).filter(this::isPrintable).flatMap(this::composed);
    }

    private Optional<String> decoded(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        if (decoder.decode(in, out, true).isError()) {
            unreadable(out.flip().toString(), "a byte here is not UTF-8.", "Save the file as UTF-8.");
            return Optional.empty();
        }
        var text = out.flip().toString();
        return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private boolean isPrintable(String text) {
        int end = 0;
        while (end < text.length() && StreamReader.isPrintable(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        if (end < text.length()) {
            var shown = Shown.of(Character.toString(text.codePointAt(end)));
            unreadable(text.substring(0, end), "the character " + shown + " is not allowed here.", "Remove it.");
        }
        return end == text.length();
    }

    private void unreadable(String before, String what, String remedy) {
        var lines = LINE.split(before, -1);
        var last = lines[lines.length - 1];
        findings.fault(lines.length, last.codePointCount(0, last.length()) + 1, what, remedy);
    }

    private Optional<Node> composed(String text) {
        var rest = text;
        boolean anchorsLost = false;
        long work = 0;
        for (int attempt = 0; attempt < MAX_ATTEMPTS && work <= MAX_WORK; attempt++) {
            var reader = new StreamReader(rest);
            try {
                return Optional.ofNullable(composer(reader).getSingleNode());
            } catch (YAMLException e) {
                var fault = new SyntaxFault(e, reader);
                if (!anchorsLost || !fault.isUndefinedAlias()) {
                    fault.tell(findings);
                }
                var entry = Entry.at(fault.place(rest), rest);
                if (entry.isEmpty() || fault.isOfWholeFile()) {
                    return Optional.empty();
                }
                anchorsLost |= entry.get().in(rest).indexOf('&') >= 0;
                work += rest.length();
                rest = entry.get().blankedIn(rest);
            }
        }
        return Optional.empty();
    }

    private static Composer composer(StreamReader reader) {
        var limits = new LoaderOptions();
        limits.setNestingDepthLimit(MAX_DEPTH);
        limits.setMaxAliasesForCollections(MAX_ALIASES);
        limits.setCodePointLimit(MAX_BYTES);
        return new Composer(new ParserImpl(reader, limits), new CoreResolver(), limits);
    }

    /** Where an entry of the root list begins and ends in the text. */
    private record Entry(int from, int to) {
        private static final Pattern DASH = Pattern.compile("(?m)^( *)-(?=[ \\n\\r]|$)");
        private static final Pattern CHARACTER = Pattern.compile("[^\\r\\n]");

        /** The entry that holds a place, if one does; the first entry's indentation is that of all. */
        static Optional<Entry> at(int place, String text) {
            var dashes = DASH.matcher(text);
            var indent = dashes.find() ? dashes.group(1) : "";
            var starts = DASH.matcher(text)
                    .results()
                    .filter(dash -> dash.group(1).equals(indent))
                    .map(MatchResult::start)
                    .toList();
            int after = (int) starts.stream().filter(start -> start <= place).count();
            if (after == 0) {
                return Optional.empty();
            }
            return Optional.of(
                    new Entry(starts.get(after - 1), after < starts.size() ? starts.get(after) : text.length()));
        }

        String in(String text) {
            return text.substring(from, to);
        }

        /** The text without it, and with all others where they were. */
        String blankedIn(String text) {
            return text.substring(0, from) + CHARACTER.matcher(in(text)).replaceAll(" ") + text.substring(to);
        }
    }
}
