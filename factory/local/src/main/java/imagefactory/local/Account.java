package imagefactory.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The user that this process runs as. PostgreSQL refuses to be root. */
final class Account {
    private Account() {}

    static boolean isRoot() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }

    /**
     * What stands before a command that must not find itself to be root: nothing, or, for root, a user namespace without
     * any mapping. The process has no privileges there and still owns root's files.
     */
    static List<String> unprivileged() throws IOException {
        return isRoot() ? List.of("unshare", "--user") : List.of();
    }
}
