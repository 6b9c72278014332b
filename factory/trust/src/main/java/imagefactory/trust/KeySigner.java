package imagefactory.trust;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.sign.Signer;
import imagefactory.core.sign.Statement;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * Signs with a key in a file, without asking anyone.
 *
 * <p>The file is read when it is first needed, and again only after it could not be: a key that was mended is used without a
 * restart. Safe for use by many threads.
 */
public final class KeySigner implements Signer {
    private final KeyPairFile file;
    private volatile @Nullable PrivateKey read;

    public KeySigner(KeyPairFile file) {
        this.file = file;
    }

    @Override
    public Bytes sign(Statement statement) throws Refused {
        var payload = statement.json();
        check(statement, payload);
        var key = key();
        try {
            var signature = key.sign(Bundle.signed(payload));
            return new Bundle(key.publicKey().hint(), payload, Bytes.of(signature)).json();
        } catch (GeneralSecurityException e) {
            throw new Refused(
                    new Problem(
                            Code.KEY_UNREADABLE,
                            "The key " + file.key() + " would not sign: " + e.getMessage() + ".",
                            "Check the file, or make a new pair with keys generate."),
                    e);
        }
    }

    @Override
    public String keyId() throws Refused {
        return key().publicKey().id();
    }

    private PrivateKey key() throws Refused {
        var known = read;
        return known != null ? known : readOnce();
    }

    private synchronized PrivateKey readOnce() throws Refused {
        var known = read;
        if (known == null) {
            known = file.read();
            read = known;
        }
        return known;
    }

    /** A predicate comes from elsewhere, a scanner for example: what is signed has to read back as what was meant. */
    private static void check(Statement statement, Bytes payload) throws Refused {
        try {
            if (!StatementReader.read(payload).equals(statement)) {
                throw new IllegalArgumentException("its predicate is not one JSON object in UTF-8");
            }
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    new Problem(
                            Code.FACTORY_FAULT,
                            "A statement of the type " + statement.predicateType()
                                    + " was to be signed and does not read" + " back as it was meant: " + e.getMessage()
                                    + ".",
                            "Look at what made its predicate, the scanner for example, and report it as a fault of the factory."),
                    e);
        }
    }
}
