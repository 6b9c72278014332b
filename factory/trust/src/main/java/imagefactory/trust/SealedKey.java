package imagefactory.trust;

import imagefactory.core.image.Bytes;
import imagefactory.core.json.CanonicalJson;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * A private key under a password, in cosign's format (secure-systems-lab/go-securesystemslib, package encrypted): JSON with
 * scrypt's parameters (RFC 7914) and a NaCl secretbox.
 */
record SealedKey(Kdf kdf, Bytes nonce, Bytes ciphertext) {
    static final String LABEL = "ENCRYPTED SIGSTORE PRIVATE KEY";
    /** What cosign before version 2 wrote. */
    static final String OLD_LABEL = "ENCRYPTED COSIGN PRIVATE KEY";

    private static final int SALT = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * How the password becomes a key.
     *
     * @param n cost in time and memory, a power of two
     * @param r block size; 128 · n · r bytes of memory are used
     * @param p parallelisation
     */
    record Kdf(int n, int r, int p, Bytes salt) {
        private static final int MAX_N = 1 << 18;
        private static final int MAX_R = 16;
        private static final int MAX_P = 16;

        Kdf {
            var fits = n > 1 && n <= MAX_N && Integer.bitCount(n) == 1 && r > 0 && r <= MAX_R && p > 0 && p <= MAX_P;
            if (!fits) {
                throw new IllegalArgumentException("scrypt is asked for with N=" + n + ", r=" + r + ", p=" + p
                        + "; at most N=" + MAX_N + ", r=" + MAX_R + ", p=" + MAX_P + " are computed");
            }
        }

        /** What cosign uses: about 0.2 s and 64 MiB. */
        static Kdf standard() {
            return new Kdf(1 << 16, 8, 1, random(SALT));
        }

        byte[] key(byte[] password) {
            return SCrypt.generate(password, salt.array(), n, r, p, SecretBox.KEY);
        }
    }

    static SealedKey seal(byte[] pkcs8, byte[] password) {
        var kdf = Kdf.standard();
        var nonce = random(SecretBox.NONCE);
        return new SealedKey(kdf, nonce, Bytes.of(new SecretBox(kdf.key(password), nonce.array()).seal(pkcs8)));
    }

    /** The PKCS#8 of the key. */
    byte[] open(byte[] password) throws GeneralSecurityException {
        return new SecretBox(kdf.key(password), nonce.array()).open(ciphertext.array());
    }

    static SealedKey read(Bytes document) {
        var json = Json.read("the encrypted key", document).only(Set.of("kdf", "cipher", "ciphertext"));
        var kdf = json.get("kdf").only(Set.of("name", "params", "salt"));
        var cipher = json.get("cipher").only(Set.of("name", "nonce"));
        kdf.get("name").is("scrypt");
        cipher.get("name").is("nacl/secretbox");
        var params = kdf.get("params").only(Set.of("N", "r", "p"));
        return new SealedKey(
                new Kdf(
                        params.get("N").number(),
                        params.get("r").number(),
                        params.get("p").number(),
                        kdf.get("salt").base64()),
                cipher.get("nonce").base64(),
                json.get("ciphertext").base64());
    }

    Bytes json() {
        return CanonicalJson.write(Map.of(
                "kdf",
                Map.of(
                        "name",
                        "scrypt",
                        "params",
                        Map.of("N", kdf.n(), "r", kdf.r(), "p", kdf.p()),
                        "salt",
                        base64(kdf.salt())),
                "cipher",
                Map.of("name", "nacl/secretbox", "nonce", base64(nonce)),
                "ciphertext",
                base64(ciphertext)));
    }

    private static Bytes random(int size) {
        var bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
