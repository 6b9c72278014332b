package imagefactory.core.ledger;

import java.time.Instant;

/**
 * Something that was decided.
 *
 * @param subject an image's name
 * @param kind {@code opened}, {@code joined}, {@code skipped}, {@code published}, {@code failed}, …
 * @param cause for people, after "because"
 */
public record Decision(Instant at, String subject, String kind, String cause) {
    /** Something that is being decided; the time that counts is set where it is written down. */
    public static Decision now(String subject, String kind, String cause) {
        return new Decision(Instant.EPOCH, subject, kind, cause);
    }
}
