package imagefactory.trust;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/** The private half of an ECDSA key over P-256, and the public one that belongs to it. Never shown. */
record PrivateKey(ECPrivateKey key, PublicKey publicKey) {
    private static final String PLAIN_LABEL = "PRIVATE KEY";

    static PrivateKey generate() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(P256.CURVE));
        return of(P256.as(ECPrivateKey.class, generator.generateKeyPair().getPrivate()));
    }

    /** From PKCS#8, in the clear or under a password. */
    static PrivateKey parse(Pem pem, byte[] password) throws GeneralSecurityException {
        return switch (pem.label()) {
            case PLAIN_LABEL -> parse(pem.content().array());
            case SealedKey.LABEL, SealedKey.OLD_LABEL ->
                parse(SealedKey.read(pem.content()).open(password));
            default ->
                throw new IllegalArgumentException(
                        "it holds a " + pem.label() + ", not an " + SealedKey.LABEL + " or a " + PLAIN_LABEL);
        };
    }

    /** Under a password, as cosign reads it. */
    Pem sealed(byte[] password) {
        return new Pem(
                SealedKey.LABEL, SealedKey.seal(key.getEncoded(), password).json());
    }

    byte[] sign(byte[] message) throws GeneralSecurityException {
        var signer = Signature.getInstance(P256.SIGNATURE);
        signer.initSign(key);
        signer.update(message);
        return signer.sign();
    }

    @Override
    public String toString() {
        return "the private key of " + publicKey.id();
    }

    private static PrivateKey parse(byte[] pkcs8) throws GeneralSecurityException {
        var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        return of(P256.as(ECPrivateKey.class, key));
    }

    private static PrivateKey of(ECPrivateKey key) throws GeneralSecurityException {
        return new PrivateKey(key, new PublicKey(P256.publicOf(key)));
    }
}
