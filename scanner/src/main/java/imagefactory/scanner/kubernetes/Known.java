package imagefactory.scanner.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Unavailable;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One state of the vulnerability database.
 *
 * @param made when its makers put it together
 * @param folder of it on the volume; absent where a server has it
 */
record Known(Instant made, Optional<String> folder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads what {@code trivy version --format json} and the {@code /version} of a server say.
     *
     * @return empty where they know of no database
     * @throws Unavailable if it is something else
     */
    static Optional<Known> read(Bytes said, String by, Optional<String> folder) throws Unavailable {
        try {
            var version = JSON.readTree(said.array());
            if (!version.path("Version").isTextual()) {
                throw new IOException("it does not say which Trivy it is");
            }
            return Optional.of(version.path("VulnerabilityDB").path("UpdatedAt"))
                    .filter(JsonNode::isTextual)
                    .map(made -> new Known(Instant.parse(made.asText()), folder));
        } catch (IOException | DateTimeException e) {
            throw new Unavailable(
                    "which vulnerability database there is could not be read from what " + by + " says: "
                            + e.getMessage(),
                    e);
        }
    }

    boolean isYoung(Instant now, Duration maxAge) {
        return !now.isAfter(made.plus(maxAge));
    }

    /** @throws Unavailable if it is older than allowed: the scan waits for a new one */
    Known young(Instant now, Duration maxAge, String advice) throws Unavailable {
        if (!isYoung(now, maxAge)) {
            throw new Unavailable("the vulnerability database is "
                    + Duration.between(made, now).toHours() + " h old, made " + made + ", and at most "
                    + maxAge.toHours() + " h are allowed; " + advice);
        }
        return this;
    }
}
