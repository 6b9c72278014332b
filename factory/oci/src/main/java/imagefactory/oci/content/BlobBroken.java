package imagefactory.oci.content;

import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.io.IOException;

/** How the stream of a blob fails: its cause is the {@link Unavailable} or {@link Refused} that the port would have thrown. */
public final class BlobBroken extends IOException {
    private static final long serialVersionUID = 1;

    public BlobBroken(Unavailable cause) {
        super(cause.getMessage(), cause);
    }

    public BlobBroken(Refused cause) {
        super(cause.getMessage(), cause);
    }

    /** What a failure while reading a blob means for the caller of the port; any other is the reading side's own. */
    public static Unavailable raise(String what, IOException failure) throws Unavailable, Refused {
        if (failure instanceof BlobBroken) {
            if (failure.getCause() instanceof Refused refused) {
                throw refused;
            }
            if (failure.getCause() instanceof Unavailable unavailable) {
                throw unavailable;
            }
        }
        throw new Unavailable(what + ": " + failure, failure);
    }
}
