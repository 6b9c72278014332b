package imagefactory.app.run;

import java.time.Duration;

/** Has the workers look again once a rest is over. A hint: where it is lost, the backstop's timer looks a moment later. */
@FunctionalInterface
public interface Alarm {
    /** Returns at once. */
    void after(Duration rest);
}
