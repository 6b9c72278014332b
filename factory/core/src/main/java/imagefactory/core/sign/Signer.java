package imagefactory.core.sign;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Refused;

/** Who signs. The key never leaves it. */
public interface Signer {
    /**
     * A sigstore bundle v0.3 with a DSSE envelope around the statement. Each call makes other bytes (ECDSA is randomised): keep
     * them before anything is pushed.
     *
     * @throws Refused with {@code key-unreadable}
     */
    Bytes sign(Statement statement) throws Refused;

    /** What the public key is known by: hexadecimal SHA-256 of its DER form. */
    String keyId() throws Refused;
}
