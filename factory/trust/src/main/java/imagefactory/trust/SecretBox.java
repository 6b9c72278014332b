package imagefactory.trust;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * Secret-key authenticated encryption: XSalsa20 and Poly1305 (nacl.cr.yp.to/secretbox.html).
 */
final class SecretBox {
    static final int KEY = 32;
    static final int NONCE = 24;
    private static final int TAG = 16;

    private final byte[] key;
    private final byte[] nonce;

    /**
     * @param key of 32 bytes
     * @param nonce of 24 bytes, for one message only
     */
    SecretBox(byte[] key, byte[] nonce) {
        if (key.length != KEY || nonce.length != NONCE) {
            throw new IllegalArgumentException("a secretbox needs a key of 32 bytes and a nonce of 24");
        }
        this.key = key.clone();
        this.nonce = nonce.clone();
    }

    /** The tag and the ciphertext behind it. */
    byte[] seal(byte[] message) {
        var cipher = cipher();
        var authenticator = authenticator(cipher);
        var sealed = new byte[TAG + message.length];
        cipher.processBytes(message, 0, message.length, sealed, TAG);
        System.arraycopy(tag(authenticator, sealed), 0, sealed, 0, TAG);
        return sealed;
    }

    /** @throws GeneralSecurityException if it was sealed with another key, or changed since */
    byte[] open(byte[] sealed) throws GeneralSecurityException {
        var cipher = cipher();
        var authenticator = authenticator(cipher);
        if (sealed.length < TAG || !MessageDigest.isEqual(tag(authenticator, sealed), Arrays.copyOf(sealed, TAG))) {
            throw new GeneralSecurityException("the secretbox does not open with this key");
        }
        var message = new byte[sealed.length - TAG];
        cipher.processBytes(sealed, TAG, message.length, message, 0);
        return message;
    }

    private XSalsa20Engine cipher() {
        var cipher = new XSalsa20Engine();
        cipher.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        return cipher;
    }

    /** Keyed by the first 32 bytes of the key stream, which are used for nothing else. */
    private static Poly1305 authenticator(XSalsa20Engine cipher) {
        var first = new byte[KEY];
        cipher.processBytes(first, 0, first.length, first, 0);
        var authenticator = new Poly1305();
        authenticator.init(new KeyParameter(first));
        return authenticator;
    }

    private static byte[] tag(Poly1305 authenticator, byte[] sealed) {
        authenticator.update(sealed, TAG, sealed.length - TAG);
        var tag = new byte[TAG];
        authenticator.doFinal(tag, 0);
        return tag;
    }
}
