package imagefactory.cli.text;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people read them: of today without the date, in the clock's zone. */
public record Times(Clock clock) {
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter OTHER_DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final int MINUTE = 60;
    private static final int DAY = 24;
    private static final double MILLIS = 1000;

    public String at(Instant instant) {
        var then = instant.atZone(clock.getZone());
        return then.format(then.toLocalDate().equals(LocalDate.now(clock)) ? TODAY : OTHER_DAY);
    }

    /** {@code 7 d}, {@code 36 h}, {@code 90 min}, {@code 20 s}: the largest unit that says it all. */
    public static String resting(Duration duration) {
        if (duration.toSeconds() % MINUTE != 0 || duration.isZero()) {
            return duration.toSeconds() + " s";
        }
        if (duration.toMinutes() % MINUTE != 0) {
            return duration.toMinutes() + " min";
        }
        return duration.toHours() % DAY == 0 ? duration.toDays() + " d" : duration.toHours() + " h";
    }

    /** {@code 6.1 s}, {@code 3 min 20 s}. */
    public static String lasting(Duration duration) {
        return duration.toSeconds() < MINUTE
                ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / MILLIS)
                : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
}
