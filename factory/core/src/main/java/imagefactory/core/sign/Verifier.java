package imagefactory.core.sign;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Refused;

/** Who reads signatures, with the public keys that are trusted. Needs no network. */
public interface Verifier {
    /**
     * The statement inside a sigstore bundle, once one of the trusted keys is found to have signed it.
     *
     * @throws Refused with {@code signature-invalid} when it is no bundle, or none of the keys signed it
     */
    Verified verify(Bytes bundle) throws Refused;

    /** @param keyId of the key that signed, as {@link Signer#keyId} */
    record Verified(Statement statement, String keyId) {}
}
