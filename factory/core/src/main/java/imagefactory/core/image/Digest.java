package imagefactory.core.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name of exact bytes: {@code sha256:<64 hex>} or {@code sha512:<128 hex>} (OCI image-spec v1.1, "Digests").
 *
 * @param value algorithm, colon, lower-case hexadecimal
 */
public record Digest(@JsonValue String value) implements Comparable<Digest> {
    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");
    private static final int SHORT = 12;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Digest {
        if (!isDigest(value)) {
            throw new IllegalArgumentException("\"" + value + "\" is not a digest: sha256:<64 hex> expected");
        }
    }

    public static boolean isDigest(String value) {
        return FORM.matcher(value).matches();
    }

    /** The SHA-256 of these bytes. */
    public static Digest of(byte[] bytes) {
        return ofHash(sha256().digest(bytes));
    }

    /** From a SHA-256 that was computed elsewhere, over a stream for example. */
    public static Digest ofHash(byte[] sha256) {
        return new Digest("sha256:" + HexFormat.of().formatHex(sha256));
    }

    /** What computes a {@link Digest} over a stream. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public String algorithm() {
        return value.substring(0, value.indexOf(':'));
    }

    public String hex() {
        return value.substring(value.indexOf(':') + 1);
    }

    /** For people: the first twelve hexadecimal digits. */
    public String shortHex() {
        return hex().substring(0, SHORT);
    }

    @Override
    public int compareTo(Digest other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
