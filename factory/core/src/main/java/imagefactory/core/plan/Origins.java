package imagefactory.core.plan;

import imagefactory.core.attest.Provenance;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.util.Optional;

/** How published images were made, as far as a trusted key has signed it. */
@FunctionalInterface
public interface Origins {
    /** @return the signed provenance of this index; empty where there is none, or none that a trusted key signed */
    Optional<Provenance> of(Repository repository, Digest index) throws Unavailable, Refused;
}
