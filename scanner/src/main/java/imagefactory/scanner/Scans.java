package imagefactory.scanner;

import java.util.LinkedHashMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Scans under way and the latest that are over, the longest unasked for dropped first. */
final class Scans {
    private static final int KEPT = 64;

    private final LinkedHashMap<TrivyScanner.Key, Future<TrivyScanner.Scanned>> scans =
            new LinkedHashMap<>(16, 0.75F, true);

    synchronized Future<TrivyScanner.Scanned> of(TrivyScanner.Key key, Supplier<Future<TrivyScanner.Scanned>> begin) {
        var there = scans.get(key);
        if (there != null) {
            return there;
        }
        var begun = begin.get();
        scans.put(key, begun);
        drop();
        return begun;
    }

    synchronized void forget(TrivyScanner.Key key, Future<TrivyScanner.Scanned> scan) {
        scans.remove(key, scan);
    }

    private void drop() {
        var eldest = scans.values().iterator();
        int excess = scans.size() - KEPT;
        while (excess > 0 && eldest.hasNext()) {
            if (eldest.next().isDone()) {
                eldest.remove();
                excess--;
            }
        }
    }
}
