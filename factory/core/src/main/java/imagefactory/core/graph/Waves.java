package imagefactory.core.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * All that has to be built anew once some images are, in an order in which each comes after its parents.
 *
 * @param levels an image stands one level above the highest of its parents that are in here; each level by name
 * @param skipped what is built on one of them and is not built anew, and because of what
 */
public record Waves(List<List<String>> levels, SortedMap<String, String> skipped) {
    /** As much of a cycle as somebody can read; one of ten thousand images is on no screen. */
    private static final int SHOWN = 20;

    public Waves {
        levels = levels.stream().map(List::copyOf).toList();
        skipped = Collections.unmodifiableSortedMap(new TreeMap<>(skipped));
    }

    /**
     * @param first the images that everything begins with
     * @param refusal why an image is not built anew because its parents are; nothing passes through it
     */
    public static Waves from(Graph graph, Collection<String> first, Function<String, Optional<String>> refusal) {
        var spread = new Spread(graph, refusal);
        first.stream().distinct().forEach(spread::begin);
        spread.all();
        return new Waves(spread.levels(), spread.skipped);
    }

    /** The images of all levels, each after its parents. */
    public List<String> images() {
        return levels.stream().flatMap(List::stream).toList();
    }

    /** Why an image on this cycle is not built anew. */
    public static String circle(List<String> cycle) {
        return "it is built on itself: " + String.join(" → ", shown(cycle));
    }

    private static List<String> shown(List<String> cycle) {
        if (cycle.size() <= SHOWN) {
            return cycle;
        }
        var shown = new ArrayList<>(cycle.subList(0, SHOWN - 1));
        shown.add("… " + (cycle.size() - SHOWN) + " more …");
        shown.add(cycle.getLast());
        return shown;
    }

    private static final class Spread {
        private final Graph graph;
        private final Function<String, Optional<String>> refusal;
        private final NavigableSet<String> reached = new TreeSet<>();
        private final SortedMap<String, String> skipped = new TreeMap<>();
        private final ArrayDeque<String> next = new ArrayDeque<>();

        private Spread(Graph graph, Function<String, Optional<String>> refusal) {
            this.graph = graph;
            this.refusal = refusal;
        }

        private void begin(String image) {
            reach(image, circle(image));
        }

        private void follow(String image) {
            reach(image, circle(image).or(() -> refusal.apply(image)));
        }

        private Optional<String> circle(String image) {
            return graph.cycle(image).map(Waves::circle);
        }

        private void reach(String image, Optional<String> why) {
            if (why.isPresent()) {
                skipped.put(image, why.get());
            } else {
                reached.add(image);
                next.add(image);
            }
        }

        private void all() {
            while (!next.isEmpty()) {
                graph.children(next.remove()).stream().filter(this::isNew).forEach(this::follow);
            }
            passOn();
        }

        private boolean isNew(String image) {
            return !reached.contains(image) && !skipped.containsKey(image);
        }

        /** What is built only on what is not built anew waits for it as well. */
        private void passOn() {
            next.addAll(skipped.keySet());
            while (!next.isEmpty()) {
                var parent = next.remove();
                for (var child : graph.children(parent)) {
                    if (isNew(child)) {
                        skipped.put(
                                child, circle(child).orElse("it is built on " + parent + ", which is not built anew"));
                        next.add(child);
                    }
                }
            }
        }

        private List<List<String>> levels() {
            var open = new HashMap<String, Integer>();
            reached.forEach(image -> open.put(image, parents(image)));
            var levels = new ArrayList<List<String>>();
            var level = reached.stream().filter(image -> parents(image) == 0).toList();
            while (!level.isEmpty()) {
                levels.add(level);
                level = above(level, open);
            }
            return levels;
        }

        /** Those whose last parent stands on this level. */
        private List<String> above(List<String> level, Map<String, Integer> open) {
            var above = new TreeSet<String>();
            level.stream()
                    .flatMap(image -> graph.children(image).stream())
                    .filter(reached::contains)
                    .filter(child -> open.merge(child, -1, Integer::sum) == 0)
                    .forEach(above::add);
            return List.copyOf(above);
        }

        private int parents(String image) {
            return (int) graph.parents(image).stream().filter(reached::contains).count();
        }
    }
}
