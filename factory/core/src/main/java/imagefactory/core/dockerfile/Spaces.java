package imagefactory.core.dockerfile;

import java.util.List;
import java.util.regex.Pattern;

/** White space as BuildKit knows it: Unicode's White_Space property when it trims, ASCII when it splits. */
final class Spaces {
    private static final Pattern SPLIT = Pattern.compile("[\\t\\x0B\\f\\r ]+");

    private Spaces() {}

    static boolean isSpace(int c) {
        return switch (c) {
            case '\t', '\n', 0x0B, '\f', '\r', ' ', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
            default -> c >= 0x2000 && c <= 0x200A;
        };
    }

    static String trim(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return trimLeft(text.substring(0, end));
    }

    static String trimLeft(String text) {
        int start = 0;
        while (start < text.length() && isSpace(text.charAt(start))) {
            start++;
        }
        return text.substring(start);
    }

    static String trimNewline(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
            end--;
        }
        return line.substring(0, end);
    }

    static List<String> split(String text) {
        return List.of(SPLIT.split(text, -1));
    }

    /** The first word and all that follows the space after it: one or two strings. */
    static List<String> splitOnce(String text) {
        return List.of(SPLIT.split(text, 2));
    }
}
