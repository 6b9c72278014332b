package imagefactory.kargo.gitops;

import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.source.Branch;

/** What is to be different on a branch. Where it is so already, it changes nothing. */
@FunctionalInterface
interface Change {
    void on(Branch branch) throws Refused, Unavailable;
}
