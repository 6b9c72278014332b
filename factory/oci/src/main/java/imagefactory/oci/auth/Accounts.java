package imagefactory.oci.auth;

import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;

/** Knows as whom to come to a repository. Safe for use by many threads; answers within a few seconds. */
@FunctionalInterface
public interface Accounts {
    /** @throws Refused when what is configured cannot be used, with the file or program to mend */
    Account of(Repository repository) throws Unavailable, Refused;
}
