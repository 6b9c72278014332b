package imagefactory.core.plan;

import imagefactory.core.build.Inputs;
import imagefactory.core.event.FactoryEvent;
import imagefactory.core.event.FactoryEvent.RebuildRequested;
import imagefactory.core.event.FactoryEvent.ScheduleTicked;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.scan.ScanPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The problem that ended the newest run of an image, and what that run had worked out before: together they say whether
 * another run could end otherwise. Pure.
 *
 * <p>It could not where what would be built and judged is the same, and the problem follows from that. What a registry, git or
 * a key refused does not follow from it: somebody may have mended it out of our sight, so a run asks again. An outage ends no
 * run, so none is here.
 *
 * <p>Time changes two answers all the same: a newer database of vulnerabilities knows of fixes and withdraws findings, and a
 * {@code RUN} that met a broken mirror meets a whole one. Databases come about daily and are only known once a scanner has
 * brought one, so schedules ask again when the problem is about a day old, however often they tick.
 *
 * @param at when that run ended
 * @param judged what it was about; empty where it ended before that was worked out, or where new bits of the same were asked for
 */
public record Blocked(long run, Problem problem, Instant at, Optional<Judged> judged) {
    /** Problems that the same inputs and the same policy lead to again. */
    private static final Set<Code> OF_THE_IMAGE = EnumSet.of(
            Code.BUILD_FAILED,
            Code.BUILD_TIMED_OUT,
            Code.BUILD_UNSUPPORTED,
            Code.DOCKERFILE_INVALID,
            Code.GATE_REFUSED,
            Code.SCAN_FAILED);

    /** Less than a day: a nightly tick that comes some minutes earlier than the last one still counts. */
    private static final Duration ABOUT_A_DAY = Duration.ofHours(20);

    /** What a run was to build, and what findings it would have published it with. */
    public record Judged(SortedMap<Platform, Inputs> inputs, ScanPolicy policy) {}

    /** Whether a run for this event would end with the problem that a look has just met: it begins with the same look. */
    boolean stops(FactoryEvent event, Problem met) {
        return !(event instanceof RebuildRequested) && problem.equals(met);
    }

    /** Whether a run for this event would end as the last one did. */
    boolean stops(FactoryEvent event, Observation seen, Instant now) {
        return switch (event) {
            case RebuildRequested _ -> false;
            case ScheduleTicked _ when !now.isBefore(at.plus(ABOUT_A_DAY)) -> false;
            default -> OF_THE_IMAGE.contains(problem.code()) && isOf(seen);
        };
    }

    private boolean isOf(Observation seen) {
        return judged.filter(then -> then.inputs().equals(seen.inputs())
                        && then.policy().equals(seen.image().scan()))
                .isPresent();
    }

    /** @param same what did not change */
    String because(String same, String image) {
        return "it is still blocked by the problem of run " + run + " (" + problem.code() + ", " + same
                + "); to ask again: ./taskw rebuild IMAGE=" + image;
    }
}
