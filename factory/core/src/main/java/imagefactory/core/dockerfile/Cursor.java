package imagefactory.core.dockerfile;

/** Reads a text character by character. */
final class Cursor {
    static final int END = -1;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final int[] text;
    private int at;

    Cursor(String text) {
        this.text = text.codePoints().toArray();
        at = this.text.length > 0 && this.text[0] == BYTE_ORDER_MARK ? 1 : 0;
    }

    int peek() {
        return at < text.length ? text[at] : END;
    }

    int next() {
        return at < text.length ? text[at++] : END;
    }
}
