package imagefactory.cli.doctor;

import imagefactory.core.outcome.Symptom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** This machine's clock beside a registry's: tokens, signatures and delays are told by it. */
public final class ClockLook {
    private static final Duration LITTLE = Duration.ofSeconds(5);
    private static final Duration MUCH = Duration.ofMinutes(1);

    private ClockLook() {}

    /** @param theirs what the other one says, in whole seconds */
    public static Optional<Symptom> look(Clock clock, String whose, Optional<Instant> theirs) {
        return theirs.map(time -> Duration.between(time, clock.instant()).abs()).map(apart -> {
            var found = apart.toSeconds() + " s apart from " + whose;
            var remedy = "Have the time set by the network (timedatectl set-ntp true).";
            if (apart.compareTo(MUCH) > 0) {
                return Symptom.failed("clock", found, remedy);
            }
            return apart.compareTo(LITTLE) > 0 ? Symptom.warn("clock", found, remedy) : Symptom.ok("clock", found);
        });
    }
}
