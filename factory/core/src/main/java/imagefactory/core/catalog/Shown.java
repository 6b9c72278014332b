package imagefactory.core.catalog;

import java.util.regex.Pattern;

/** How a text from the file is shown in a message: in quotes, short, without control characters and without credentials. */
final class Shown {
    private static final int LONGEST = 80;
    private static final int LONGEST_URL = 4_096;
    private static final Pattern CREDENTIALS = Pattern.compile("//(?!git@)\\S*@");
    private static final Pattern QUERY = Pattern.compile("\\?\\S*");

    private Shown() {}

    static String of(String text) {
        return "\"" + plain(text) + "\"";
    }

    /** As {@link #of}, without the quotes. */
    static String plain(String text) {
        var safe = text.contains("//") ? withoutSecrets(text) : text;
        var shown = new StringBuilder();
        safe.codePoints().limit(LONGEST).forEach(point -> append(shown, point));
        return safe.codePointCount(0, safe.length()) > LONGEST
                ? shown.append('…').toString()
                : shown.toString();
    }

    /** Of a text that is too long to be looked through, nothing that may be secret is left. */
    private static String withoutSecrets(String text) {
        if (text.length() > LONGEST_URL) {
            return text.substring(0, text.indexOf("//")) + "//***";
        }
        return QUERY.matcher(CREDENTIALS.matcher(text).replaceAll("//***@")).replaceAll("?***");
    }

    private static void append(StringBuilder shown, int point) {
        if (isPlain(point)) {
            shown.appendCodePoint(point);
        } else {
            shown.append("\\u%04x".formatted(point));
        }
    }

    /** Whether a character may be printed as it is: no control or format character, no half of a pair. */
    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
