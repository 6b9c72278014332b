package imagefactory.source;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where git keeps and finds its things.
 *
 * @param cache a folder for what was fetched; it may be thrown away, and may be shared by several processes
 * @param credentials see {@link Credentials}; none: only public repositories
 */
public record GitSettings(Path cache, Optional<Path> credentials, GitLimits limits) {
    public static GitSettings of(Path cache, Optional<Path> credentials) {
        return new GitSettings(cache, credentials, GitLimits.DEFAULT);
    }

    /** The same for files that may be this large. */
    GitSettings reading(int bytes) {
        var most = new GitLimits(limits.entries(), limits.depth(), bytes, limits.fetchBytes(), limits.fetchTime());
        return new GitSettings(cache, credentials, most);
    }
}
