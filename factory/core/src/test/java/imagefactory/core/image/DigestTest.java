package imagefactory.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    /** Of the three bytes {@code abc} (FIPS 180-4, example). */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void bytesAreNamedByTheirSha256() {
        var digest = Digest.of("abc".getBytes(StandardCharsets.US_ASCII));

        assertThat(digest).hasToString("sha256:" + ABC);
        assertThat(digest.algorithm()).isEqualTo("sha256");
        assertThat(digest.hex()).isEqualTo(ABC);
        assertThat(digest.shortHex()).isEqualTo("ba7816bf8f01");
    }

    @Test
    void sha512IsADigestToo() {
        var digest = new Digest("sha512:" + "0f".repeat(64));

        assertThat(digest.algorithm()).isEqualTo("sha512");
        assertThat(digest.hex()).hasSize(128);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256",
                "sha256:",
                "sha256:abc",
                "sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                "SHA256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n",
                " sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha512:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha1:a9993e364706816aba3e25717850c26c9cd0d89d",
                "sha256:../../../../etc/passwd",
            })
    void anythingElseIsRefused(String text) {
        assertThat(Digest.isDigest(text)).isFalse();
        assertThatThrownBy(() -> new Digest(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + text + "\" is not a digest: sha256:<64 hex> expected");
    }
}
