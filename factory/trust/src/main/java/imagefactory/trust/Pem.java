package imagefactory.trust;

import imagefactory.core.image.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * One block of PEM (RFC 7468).
 *
 * @param label what it holds: {@code PUBLIC KEY}
 */
record Pem(String label, Bytes content) {
    private static final Pattern BLOCK =
            Pattern.compile("\\s*-----BEGIN ([A-Z0-9 ]{1,64})-----\\s([A-Za-z0-9+/=\\s]*)-----END \\1-----\\s*");
    private static final int WIDTH = 64;

    /** @throws IllegalArgumentException if this is anything but one block */
    static Pem parse(String text) {
        var block = BLOCK.matcher(text);
        if (!block.matches()) {
            throw new IllegalArgumentException("not one block of PEM");
        }
        return new Pem(
                block.group(1),
                Bytes.of(Base64.getDecoder().decode(block.group(2).replaceAll("\\s", ""))));
    }

    String text() {
        var base64 = Base64.getMimeEncoder(WIDTH, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content.array());
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
