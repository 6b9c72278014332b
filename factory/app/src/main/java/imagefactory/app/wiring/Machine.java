package imagefactory.app.wiring;

import imagefactory.core.image.Platform;
import java.util.Optional;

/** What builds run on. */
final class Machine {
    private Machine() {}

    static Platform platform() {
        return Platform.of("linux", System.getProperty("os.arch"), Optional.empty());
    }
}
