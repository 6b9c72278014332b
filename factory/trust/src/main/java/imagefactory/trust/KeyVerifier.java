package imagefactory.trust;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.sign.Verifier;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads what one of several keys signed, without asking anyone. Safe for use by many threads. */
public final class KeyVerifier implements Verifier {
    private final List<PublicKey> trusted;

    private KeyVerifier(List<PublicKey> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /**
     * Trusts the public keys of these PEM files.
     *
     * @throws Refused with {@code key-unreadable}, for the first of them that is
     */
    public static KeyVerifier of(List<Path> publicKeys) throws Refused {
        var keys = new ArrayList<PublicKey>();
        for (var file : publicKeys) {
            keys.add(KeyPairFile.readPublic(file));
        }
        return new KeyVerifier(keys);
    }

    /**
     * Trusts what the owner of this private key signs.
     *
     * @throws Refused with {@code key-unreadable}
     */
    public static KeyVerifier of(KeyPairFile pair) throws Refused {
        return new KeyVerifier(List.of(pair.read().publicKey()));
    }

    @Override
    public Verified verify(Bytes document) throws Refused {
        try {
            var bundle = Bundle.read(document);
            var key = signer(bundle);
            if (!key.verifies(
                    Bundle.signed(bundle.payload()), bundle.signature().array())) {
                throw new IllegalArgumentException("the key " + key.id() + " that it names did not sign it");
            }
            return new Verified(StatementReader.read(bundle.payload()), key.id());
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new Refused(
                    new Problem(
                            Code.SIGNATURE_INVALID,
                            "A signature bundle of " + document.size() + " bytes was read and is not trusted: "
                                    + e.getMessage() + ".",
                            "If another factory signs here, add its public key; otherwise find out who wrote it, and rebuild."),
                    e);
        }
    }

    private PublicKey signer(Bundle bundle) {
        return trusted.stream()
                .filter(key -> key.hint().equals(bundle.hint()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "it names a key with the hint " + printable(bundle.hint()) + ", and trusted are " + known()));
    }

    private String known() {
        return trusted.stream().map(PublicKey::hint).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A hint is anyone's text until the key is known. */
    private static String printable(String hint) {
        return hint.matches("[A-Za-z0-9+/=]{1,128}") ? hint : "that is no hash of a key";
    }
}
