package imagefactory.oci.content;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes digests with the algorithm that an expected one names. */
public final class Hash {
    private final String algorithm;
    private final MessageDigest running;

    public Hash(Digest like) {
        algorithm = like.algorithm();
        running = algorithm.equals("sha256") ? Digest.sha256() : sha512();
    }

    /** Whether these bytes are what the digest names. */
    public static boolean matches(Digest expected, Bytes bytes) {
        return of(expected, bytes).equals(expected);
    }

    /** The digest of these bytes by the algorithm of that one. */
    public static Digest of(Digest like, Bytes bytes) {
        if (like.algorithm().equals("sha256")) {
            return bytes.digest();
        }
        var hash = new Hash(like);
        var all = bytes.array();
        hash.update(all, 0, all.length);
        return hash.digest();
    }

    public void update(byte[] bytes, int offset, int length) {
        running.update(bytes, offset, length);
    }

    /** Of all that was given; to be asked once. */
    public Digest digest() {
        return new Digest(algorithm + ":" + HexFormat.of().formatHex(running.digest()));
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform since 9 has SHA-512", e);
        }
    }
}
