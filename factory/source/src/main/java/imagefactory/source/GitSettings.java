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
}
