package imagefactory.scanner;

import imagefactory.core.outcome.Unavailable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * A database that somebody else puts into a folder, whole (by renaming): a closed machine's own, made by the project.
 *
 * @param folder holds {@code trivy.db} and {@code metadata.json}
 * @param maxAge an older one makes scans wait
 */
public record FolderDatabase(Path folder, Duration maxAge, Clock clock) implements Database {
    @Override
    public Version current() throws Unavailable {
        var version = DatabaseMetadata.read(folder)
                .orElseThrow(() -> new Unavailable("there is no vulnerability database in " + folder
                        + "; bring one: ./taskw setup makes the small one of a closed machine"));
        return DatabaseMetadata.young(
                version, clock.instant(), maxAge, "renew it: ./taskw setup makes the small one of a closed machine");
    }

    @Override
    public Optional<Version> known() {
        try {
            return Optional.of(current());
        } catch (Unavailable e) {
            return Optional.empty(); // whoever needs one asks for the current one, and is told why there is none
        }
    }

    @Override
    public void unreadable(Version version) {
        // whoever put it there has to put it there again
    }
}
