package imagefactory.core.run;

import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;

/** One step of a run. Hands the run back unchanged when another step is due; asked again, it does nothing twice. */
@FunctionalInterface
public interface Stage {
    /** @throws Refused with the problem that ends the run, as much as a result {@code Failed} would */
    Run advance(Run run) throws Unavailable, Refused;
}
