package imagefactory.core.dockerfile;

/** User text inside messages. */
final class Text {
    private static final int MAX = 120;

    private Text() {}

    /** Between double quotes, shortened, control characters made visible. */
    static String quoted(String text) {
        var shown = new StringBuilder("\"");
        text.strip()
                .codePoints()
                .limit(MAX)
                .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
        return shown.append(text.length() > MAX ? "…\"" : "\"").toString();
    }
}
