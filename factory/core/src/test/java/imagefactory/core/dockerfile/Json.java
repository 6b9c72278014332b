package imagefactory.core.dockerfile;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Maps, lists, texts and numbers as JSON, laid out as Go's encoder does with an indent of two spaces. */
final class Json {
    private Json() {}

    static String of(Object value) {
        return of(value, "\n") + "\n";
    }

    private static String of(Object value, String newline) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> quoted((String) entry.getKey()) + ": " + of(entry.getValue(), newline + "  "))
                        .collect(Collectors.joining("," + newline + "  ", "{" + newline + "  ", newline + "}"));
            case List<?> list ->
                list.stream()
                        .map(element -> of(element, newline + "  "))
                        .collect(Collectors.joining("," + newline + "  ", "[" + newline + "  ", newline + "]"));
            case String text -> quoted(text);
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        var json = new StringBuilder("\"");
        text.codePoints().forEach(c -> json.append(escaped(c)));
        return json.append('"').toString();
    }

    private static String escaped(int c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case 0x2028 -> "\\u2028";
            case 0x2029 -> "\\u2029";
            default -> c < ' ' ? "\\u%04x".formatted(c) : Character.toString(c);
        };
    }
}
