package imagefactory.core.run;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;

/** Bytes that a run made and has to find again unchanged: SBOMs, reports, signed bundles. Gone some time after the run's end. */
public interface Kept {
    Digest keep(Run run, Bytes bytes);

    /** @throws IllegalStateException if nothing of this digest is kept */
    Bytes get(Digest digest);
}
