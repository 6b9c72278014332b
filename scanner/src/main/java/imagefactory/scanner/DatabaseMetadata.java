package imagefactory.scanner;

import com.fasterxml.jackson.databind.ObjectMapper;
import imagefactory.core.outcome.Unavailable;
import imagefactory.scanner.Database.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads the {@code metadata.json} beside a database, and holds the database to its age. */
final class DatabaseMetadata {
    static final String DATABASE = "trivy.db";
    static final String METADATA = "metadata.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 2;
    private static final long MOST_BYTES = 1 << 16;

    private DatabaseMetadata() {}

    /** @return empty where there is no database in this folder */
    static Optional<Version> read(Path folder) throws Unavailable {
        var file = folder.resolve(METADATA);
        try {
            if (!Files.isRegularFile(folder.resolve(DATABASE)) || !Files.isRegularFile(file)) {
                return Optional.empty();
            }
            if (Files.size(file) > MOST_BYTES) {
                throw broken(file, "it is larger than " + MOST_BYTES + " bytes");
            }
            return Optional.of(new Version(folder, made(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // swapped while it was looked at
        } catch (IOException | DateTimeException e) {
            throw broken(file, String.valueOf(e.getMessage()));
        }
    }

    private static Instant made(Path file) throws IOException, Unavailable {
        var json = JSON.readTree(Files.readAllBytes(file));
        if (json.path("Version").asInt() != FORMAT) {
            throw broken(file, "it is of format " + json.path("Version") + " and not " + FORMAT);
        }
        return Instant.parse(json.path("UpdatedAt").asText());
    }

    /** @throws Unavailable if it is older than allowed: the scan waits for a new one */
    static Version young(Version version, Instant now, Duration maxAge, String advice) throws Unavailable {
        var age = Duration.between(version.made(), now);
        if (age.compareTo(maxAge) > 0) {
            throw new Unavailable("the vulnerability database is " + age.toHours() + " h old, made " + version.made()
                    + ", and at most " + maxAge.toHours() + " h are allowed; " + advice);
        }
        return version;
    }

    private static Unavailable broken(Path file, String why) {
        return new Unavailable("the vulnerability database cannot be used: " + file + " cannot be read: " + why
                + "; bring the database anew");
    }
}
