package imagefactory.app.outside;

import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.promote.InStage;
import imagefactory.core.promote.InStage.State;
import imagefactory.core.promote.Pipeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Kargo, which verifies at the second look what it was told of, and may be slow, away, or refuse. */
public final class FakePipeline implements Pipeline {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** What every stage has, and what it had before. */
    public static final Digest PRESENT = Digest.of(new byte[] {2});

    public static final Digest BEFORE = Digest.of(new byte[] {1});

    private final Set<String> promotions = ConcurrentHashMap.newKeySet();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private volatile Optional<Problem> failure = Optional.empty();
    private volatile boolean following;
    private volatile boolean away;
    private volatile boolean slow;

    public void behave() {
        failure = Optional.empty();
        following = false;
        away = false;
        slow = false;
    }

    /** Whether it is watched. */
    public void follow(boolean isFollowing) {
        following = isFollowing;
    }

    public void away(boolean isAway) {
        away = isAway;
    }

    /** Whether it comes to nothing new. */
    public void slow(boolean isSlow) {
        slow = isSlow;
    }

    public void fail(Problem problem) {
        failure = Optional.of(problem);
    }

    /** What it was told of: each publication once. */
    public Set<String> told() {
        return told;
    }

    @Override
    public boolean follows() {
        return following;
    }

    @Override
    public Outcome<List<InStage>> follow(Published published, Patience patience) throws Unavailable {
        if (!following) {
            return new Done<>(List.of());
        }
        if (away) {
            throw new Unavailable("Kargo is away");
        }
        if (failure.isPresent()) {
            return new Failed<>(failure.get());
        }
        boolean first = told.add(published.publication());
        if (first || slow) {
            return patience.lasts() ? new Pending<>(LOOK_AGAIN) : new Done<>(List.of(in(State.WAITING)));
        }
        return new Done<>(List.of(in(State.VERIFIED)));
    }

    /** The promotion to the same stage and digest is one, as long as nobody says that it is over. */
    @Override
    public RolledBack rollBack(Rollback asked) throws Refused, Unavailable {
        if (away) {
            throw new Unavailable("Kargo is away");
        }
        if (failure.isPresent()) {
            throw new Refused(failure.get());
        }
        var to = asked.to().orElse(BEFORE);
        var way = asked.image().name() + "--" + asked.stage() + "." + to.shortHex();
        boolean there = promotions.contains(way);
        LockSupport.parkNanos(LOOK_AGAIN.toNanos()); // those who do not take turns all find it missing
        promotions.add(way);
        return new RolledBack(Optional.of(PRESENT), to, "f1", way, !there, Afterwards.HELD);
    }

    public static InStage in(State state) {
        return new InStage("dev", state, Optional.of("f1"), "Healthy");
    }
}
