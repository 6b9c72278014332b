package imagefactory.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.image.Bytes;
import imagefactory.trust.SealedKey.Kdf;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SealedKeyTest {
    private static final byte[] PASSWORD = ascii("correct horse");
    private static final String SALT = "R3h474HufuXjrtaqpvH3cpqWmvKrfl2CdxH2DrkTfuQ=";
    private static final String NONCE = "demTpSv91wYr66jBrKxV3ZS1BF4bQ+ot";

    @Test
    void passwordBecomesAKeyAsRfc7914Says() {
        assertThat(key(new Kdf(16, 1, 1, Bytes.utf8("")), ""))
                .isEqualTo("77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442");
        assertThat(key(new Kdf(1024, 8, 16, Bytes.utf8("NaCl")), "password"))
                .isEqualTo("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162");
        assertThat(key(new Kdf(16384, 8, 1, Bytes.utf8("SodiumChloride")), "pleaseletmein"))
                .isEqualTo("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
    }

    @Test
    void whatIsSealedOpensAfterBeingWrittenAndRead() throws Exception {
        var sealed = SealedKey.seal(ascii("secret"), PASSWORD);

        assertThat(SealedKey.read(sealed.json())).isEqualTo(sealed);
        assertThat(SealedKey.read(sealed.json()).open(PASSWORD)).isEqualTo(ascii("secret"));
    }

    @Test
    void sameSecretIsSealedDifferentlyEachTime() {
        assertThat(SealedKey.seal(ascii("secret"), PASSWORD)).isNotEqualTo(SealedKey.seal(ascii("secret"), PASSWORD));
    }

    @Test
    void anotherPasswordDoesNotOpenIt() {
        var sealed = SealedKey.seal(ascii("secret"), PASSWORD);

        assertThatThrownBy(() -> sealed.open(ascii("wrong")))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("the secretbox does not open with this key");
    }

    @Test
    void costsThatWouldExhaustTheMachineAreNotComputed() {
        assertThatThrownBy(() -> SealedKey.read(Bytes.utf8(json(1 << 30, "scrypt", NONCE))))
                .hasMessage(
                        "scrypt is asked for with N=1073741824, r=8, p=1; at most N=262144, r=16, p=16 are computed");
        assertThatThrownBy(() -> SealedKey.read(Bytes.utf8(json(65535, "scrypt", NONCE))))
                .hasMessageStartingWith("scrypt is asked for with N=65535");
    }

    @Test
    void otherMethodsAreNamed() {
        assertThatThrownBy(() -> SealedKey.read(Bytes.utf8(json(65536, "argon2", NONCE))))
                .hasMessage("the encrypted key.kdf.name is not scrypt");
    }

    @Test
    void base64HasOneSpelling() {
        assertThatThrownBy(() -> SealedKey.read(Bytes.utf8(json(65536, "scrypt", "demTpSv91wYr66jB\\n"))))
                .hasMessage("the encrypted key.cipher.nonce is not canonical base64");
    }

    private static String json(int n, String kdf, String nonce) {
        return "{\"kdf\":{\"name\":\"" + kdf + "\",\"params\":{\"N\":" + n + ",\"r\":8,\"p\":1},\"salt\":\"" + SALT
                + "\"},\"cipher\":{\"name\":\"nacl/secretbox\",\"nonce\":\"" + nonce + "\"},\"ciphertext\":\"AAAA\"}";
    }

    private static String key(Kdf kdf, String password) {
        return HexFormat.of().formatHex(kdf.key(ascii(password)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
