package imagefactory.oci.http;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** A server that answered with 408, 429 or a 5xx: to be asked again. */
final class Busy extends IOException {
    private static final long serialVersionUID = 1;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final int NOT_IMPLEMENTED = 501;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final transient Optional<Duration> after;

    Busy(int status, HttpHeaders headers) {
        super("it answered " + status);
        after = headers.firstValue("Retry-After").flatMap(text -> after(text, Instant.now()));
    }

    static boolean is(int status) {
        return status == REQUEST_TIMEOUT || status == TOO_MANY || (status >= SERVER_ERROR && status != NOT_IMPLEMENTED);
    }

    /** What the server asked for: seconds or a date (RFC 9110, "Retry-After"); at most an hour is believed. */
    Optional<Duration> after() {
        return after;
    }

    static Optional<Duration> after(String text, Instant now) {
        try {
            var asked = text.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : until(text, now);
            return Optional.of(asked.compareTo(LONGEST) > 0 ? LONGEST : asked);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration until(String date, Instant now) {
        var wait = Duration.between(
                now,
                ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
