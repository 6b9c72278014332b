package imagefactory.app.system;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Lets everything pass and writes down what it changes, in the order in which each change was first seen. */
final class Recording implements Guard {
    private final Set<Effect> seen = new LinkedHashSet<>();

    @Override
    public synchronized boolean lets(Crossing crossing) {
        if (crossing.effect().changes()) {
            seen.add(crossing.effect());
        }
        return true;
    }

    synchronized List<Effect> effects() {
        return List.copyOf(seen);
    }
}
