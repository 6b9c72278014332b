package imagefactory.app.system;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * When a replica dies: before or after the change of this number, counted from 0 as changes are first seen.
 *
 * @param before it never reaches the registry; else the replica never learns that it did
 */
record Moment(int number, boolean before) {
    /** Before and after each change. */
    static Set<Moment> all(List<Effect> changes) {
        var moments = new HashSet<Moment>();
        for (int number = 0; number < changes.size(); number++) {
            moments.add(new Moment(number, true));
            moments.add(new Moment(number, false));
        }
        return moments;
    }

    /** Before and after the first change of each kind and the last of all; before or after the others. */
    static Set<Moment> sample(List<Effect> changes, long seed) {
        var random = new Random(seed);
        var moments = new HashSet<Moment>();
        var kinds = new HashSet<String>();
        for (int number = 0; number < changes.size(); number++) {
            var first = kinds.add(changes.get(number).kind()) || number == changes.size() - 1;
            var before = random.nextBoolean();
            moments.add(new Moment(number, before));
            if (first) {
                moments.add(new Moment(number, !before));
            }
        }
        return moments;
    }
}
