package imagefactory.core.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** One line of comma-separated fields (RFC 4180), as the value of {@code --mount}. */
final class Csv {
    private static final String ADVICE =
            "Write key=value pairs with commas between them, quotes only around a whole pair.";

    private final String line;
    private final List<String> fields = new ArrayList<>();
    private int at;

    private Csv(String line) {
        this.line = line;
    }

    static List<String> fields(String line) throws Malformed {
        var trimmed = line.endsWith("\r\n")
                ? line.substring(0, line.length() - 2)
                : line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
        if (trimmed.isEmpty()) {
            throw new Malformed("a flag has an empty value.", ADVICE);
        }
        return new Csv(trimmed).read();
    }

    private List<String> read() throws Malformed {
        boolean more = true;
        while (more) {
            fields.add(at < line.length() && line.charAt(at) == '"' ? quoted() : plain());
            more = at < line.length();
            at++;
        }
        return fields;
    }

    private String plain() throws Malformed {
        int comma = line.indexOf(',', at);
        var field = line.substring(at, comma < 0 ? line.length() : comma);
        if (field.indexOf('"') >= 0) {
            throw new Malformed("there is a quote inside of " + Text.quoted(field) + ".", ADVICE);
        }
        at += field.length();
        return field;
    }

    private String quoted() throws Malformed {
        var field = new StringBuilder();
        at++;
        while (at < line.length()) {
            char c = line.charAt(at++);
            boolean doubled = c == '"' && at < line.length() && line.charAt(at) == '"';
            if (c != '"') {
                field.append(c);
            } else if (doubled) {
                field.append(line.charAt(at++));
            } else {
                return atEnd(field.toString());
            }
        }
        throw new Malformed("a quote in " + Text.quoted(line) + " is not closed.", ADVICE);
    }

    private String atEnd(String field) throws Malformed {
        if (at < line.length() && line.charAt(at) != ',') {
            throw new Malformed("there is something behind the quote in " + Text.quoted(line) + ".", ADVICE);
        }
        return field;
    }
}
