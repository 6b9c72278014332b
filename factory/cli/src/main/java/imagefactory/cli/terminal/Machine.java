package imagefactory.cli.terminal;

import imagefactory.core.image.Platform;
import java.util.Locale;
import java.util.Optional;

/** What this program runs on. */
public final class Machine {
    private Machine() {}

    /** What builds here are for: containers are of Linux, whatever the machine's own system is. */
    public static Platform platform() {
        var architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return Platform.of("linux", architecture, Optional.empty());
    }
}
