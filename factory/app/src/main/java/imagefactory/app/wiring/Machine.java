package imagefactory.app.wiring;

import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.image.Platform;
import java.util.Optional;

/** What builds run on and by. */
final class Machine {
    /** The generation changes only when the same inputs give another image. */
    static final Backend BACKEND = new Backend("buildah", 1);

    private Machine() {}

    static Platform platform() {
        return Platform.of("linux", System.getProperty("os.arch"), Optional.empty());
    }
}
