package imagefactory.cli.wiring;

import imagefactory.cli.check.Proof;
import imagefactory.core.outcome.Refused;
import imagefactory.trust.KeyVerifier;
import imagefactory.trust.Referrers;
import java.nio.file.Path;
import java.util.List;

/** Reads proofs with public keys from files. */
public final class Proofs {
    private Proofs() {}

    /** @throws Refused with {@code key-unreadable} */
    public static Proof.Reader reader(Registries registries, List<Path> keys) throws Refused {
        var referrers = new Referrers(registries.registry(), KeyVerifier.of(keys));
        return new Proof.Reader(registries.registry(), referrers::about);
    }
}
