package imagefactory.app.system;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Kills the replica that is about to change something in the registry, or the one that has just changed it and does not know
 * yet; the next attempt at the same change may pass. A build's requests cost the life of the replica that began the build, and
 * the build goes on. The killed are started again at once, so that there are two, or one and one on its way.
 */
final class Killings implements Guard {
    private final List<Replica> replicas;
    private final Set<Moment> left;
    private final List<Effect> seen = new ArrayList<>();
    private final List<String> done = new ArrayList<>();

    Killings(List<Replica> replicas, Set<Moment> moments) {
        this.replicas = replicas;
        left = new HashSet<>(moments);
    }

    /** What was done so far, for people. */
    synchronized List<String> done() {
        return List.copyOf(done);
    }

    @Override
    public boolean lets(Crossing crossing) {
        return passes(crossing, true);
    }

    @Override
    public boolean answers(Crossing crossing) {
        return passes(crossing, false);
    }

    private synchronized boolean passes(Crossing crossing, boolean before) {
        var effect = crossing.effect();
        if (!effect.changes()) {
            return true;
        }
        if (!seen.contains(effect)) {
            seen.add(effect);
        }
        var moment = new Moment(seen.indexOf(effect), before);
        var victim = victim(crossing);
        if (victim.isEmpty() || !left.remove(moment)) {
            return true;
        }
        victim.get().kill();
        victim.get().begin();
        done.add((before ? "before " : "after ") + effect + " of " + crossing.by());
        return !victim.get().name().equals(crossing.by());
    }

    private Optional<Replica> victim(Crossing crossing) {
        return replicas.stream()
                .filter(replica -> replica.name().equals(crossing.by()) || replica.pid() == crossing.begunBy())
                .findFirst();
    }
}
