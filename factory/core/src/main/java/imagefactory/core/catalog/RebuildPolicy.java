package imagefactory.core.catalog;

import java.time.Duration;

/**
 * When an image that is no longer fresh is built again.
 *
 * @param delay how long a change of a base rests before it rebuilds this; zero for at once
 * @param automatic whether a change of a base rebuilds by itself; otherwise it is shown, with the command to run
 * @param schedule the name of the tick that looks at this image; the tick {@code all} looks at every image
 */
public record RebuildPolicy(Duration delay, boolean automatic, String schedule) {
    public RebuildPolicy {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("a rebuild cannot be delayed by " + delay);
        }
    }
}
