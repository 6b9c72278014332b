package imagefactory.trust;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** The public half of an ECDSA key over P-256. */
record PublicKey(ECPublicKey key) {
    static final String LABEL = "PUBLIC KEY";
    private static final byte SEQUENCE = 0x30;
    private static final byte INTEGER = 0x02;
    private static final int MAX_INTEGER = 33;

    PublicKey {
        P256.check(key);
    }

    static PublicKey parse(Pem pem) throws GeneralSecurityException {
        if (!pem.label().equals(LABEL)) {
            throw new IllegalArgumentException("it holds a " + pem.label() + ", not a " + LABEL);
        }
        var key = KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(pem.content().array()));
        return new PublicKey(P256.as(ECPublicKey.class, key));
    }

    Pem pem() {
        return new Pem(LABEL, Bytes.of(key.getEncoded()));
    }

    /** Hexadecimal SHA-256 of the DER form. */
    String id() {
        return HexFormat.of().formatHex(hash());
    }

    /** How a sigstore bundle names the key: the same hash in base64. */
    String hint() {
        return Base64.getEncoder().encodeToString(hash());
    }

    /** Whether this key made that signature, in strict DER. */
    boolean verifies(byte[] message, byte[] signature) throws GeneralSecurityException {
        if (!isStrict(signature)) {
            return false;
        }
        var verifier = Signature.getInstance(P256.SIGNATURE);
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }

    /** Two integers in their one spelling (X.690, DER): JCA alone would take negative ones for positive. */
    private static boolean isStrict(byte[] signature) {
        var sequence = signature.length > 2 && signature[0] == SEQUENCE && signature[1] == signature.length - 2;
        return sequence && integerEnd(signature, integerEnd(signature, 2)) == signature.length;
    }

    /** Where the integer ends that begins here; 0 if there is none. */
    private static int integerEnd(byte[] der, int at) {
        int first = at + 2;
        if (at == 0 || first >= der.length || der[at] != INTEGER || der[at + 1] < 1 || der[at + 1] > MAX_INTEGER) {
            return 0;
        }
        int end = first + der[at + 1];
        var fits = end <= der.length && der[first] >= 0;
        var shortest = fits && (der[first] != 0 || (end > first + 1 && der[first + 1] < 0));
        return shortest ? end : 0;
    }

    private byte[] hash() {
        return Digest.sha256().digest(key.getEncoded());
    }
}
