package imagefactory.kargo;

import java.util.regex.Pattern;

/** Texts that Kargo evaluates when it promotes (docs.kargo.io, "Expression Language Reference"). */
final class Expressions {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9 ./:_-]");

    private Expressions() {}

    static String evaluated(String expression) {
        return "${{ " + expression + " }}";
    }

    /** A text as it is: what somebody wrote into the catalog is never evaluated. */
    static String literally(String text) {
        return text.contains("${") ? evaluated(quoted(text)) : text;
    }

    /** A text as part of an expression; nothing in it ends the text or the expression. */
    static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> quoted.append(escaped(point)));
        return quoted.append('"').toString();
    }

    private static String escaped(int point) {
        var itself = Character.toString(point);
        if (PLAIN.matcher(itself).matches()) {
            return itself;
        }
        return String.format(Character.isBmpCodePoint(point) ? "\\u%04x" : "\\U%08x", point);
    }
}
