package imagefactory.trust;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import org.bouncycastle.asn1.sec.SECNamedCurves;

/** The one curve that keys are over: P-256, which JCA calls secp256r1 (FIPS 186-4, D.1.2.3). */
final class P256 {
    static final String CURVE = "secp256r1";
    static final String SIGNATURE = "SHA256withECDSA";

    private P256() {}

    /** @throws IllegalArgumentException if the key is over another curve */
    static void check(ECKey key) {
        var expected = SECNamedCurves.getByName(CURVE);
        var found = key.getParams();
        var same = found.getOrder().equals(expected.getN())
                && found.getCurve().getA().equals(expected.getCurve().getA().toBigInteger())
                && found.getCurve().getB().equals(expected.getCurve().getB().toBigInteger());
        if (!same) {
            throw new IllegalArgumentException("its key is not over the curve P-256");
        }
    }

    static <T extends Key> T as(Class<T> type, Key key) {
        if (!type.isInstance(key)) {
            throw new IllegalArgumentException("its key is a " + key.getAlgorithm() + " key, not ECDSA");
        }
        return type.cast(key);
    }

    /** JCA does not say which public key belongs to a private one: the generator times the secret. */
    static ECPublicKey publicOf(ECPrivateKey key) throws GeneralSecurityException {
        check(key);
        var point = SECNamedCurves.getByName(CURVE).getG().multiply(key.getS()).normalize();
        var affine = new ECPoint(
                point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
        var made = KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(affine, key.getParams()));
        return as(ECPublicKey.class, made);
    }
}
