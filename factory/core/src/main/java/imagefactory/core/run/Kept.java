package imagefactory.core.run;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;

/** Bytes that a run made and has to find again unchanged: SBOMs, reports, signed bundles. Gone some time after the run's end. */
public interface Kept {
    Digest keep(Bytes bytes);

    /** @throws IllegalStateException if nothing of this digest is kept */
    Bytes get(Digest digest);

    /** Lets go of what no open run needs and nobody asked for in a week. @return how many */
    int sweep();
}
