package imagefactory.core.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Exact bytes as a value: never changed, compared by content. */
public final class Bytes {
    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    public static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] array() {
        return content.clone();
    }

    public int size() {
        return content.length;
    }

    /** Without JSON's white space at both ends. */
    public Bytes stripped() {
        int from = 0;
        int to = content.length;
        while (from < to && isWhite(content[from])) {
            from++;
        }
        while (to > from && isWhite(content[to - 1])) {
            to--;
        }
        return from == 0 && to == content.length ? this : new Bytes(Arrays.copyOfRange(content, from, to));
    }

    private static boolean isWhite(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    public Digest digest() {
        return Digest.of(content);
    }

    public String utf8() {
        return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(content));
    }

    @Override
    public String toString() {
        return content.length + " bytes " + digest();
    }
}
