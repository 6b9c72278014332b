package imagefactory.core.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/** The images that are built on themselves, directly or by way of others: Tarjan's strongly connected components, without recursion. */
final class Cycles {
    private final SortedMap<String, SortedSet<String>> parents;
    private final Map<String, Visit> visits = new HashMap<>();
    private final Deque<Visit> path = new ArrayDeque<>();
    private final Deque<Visit> open = new ArrayDeque<>();
    private final Map<String, List<String>> found = new HashMap<>();

    private static final class Visit {
        private final String name;
        private final int number;
        private final Iterator<String> rest;
        private int lowest;
        private boolean settled;

        private Visit(String name, int number, Iterator<String> rest) {
            this.name = name;
            this.number = number;
            this.rest = rest;
            this.lowest = number;
        }
    }

    private Cycles(SortedMap<String, SortedSet<String>> parents) {
        this.parents = parents;
    }

    /** @return for each image on a cycle, one that it is on: its first image is also its last, each is built on the one before */
    static Map<String, List<String>> in(SortedMap<String, SortedSet<String>> parents) {
        var cycles = new Cycles(parents);
        parents.keySet().forEach(cycles::from);
        return cycles.found;
    }

    private void from(String start) {
        if (visits.containsKey(start)) {
            return;
        }
        enter(start);
        while (!path.isEmpty()) {
            var here = path.peek();
            if (here.rest.hasNext()) {
                step(here, here.rest.next());
            } else {
                leave(path.pop());
            }
        }
    }

    private void enter(String name) {
        var visit = new Visit(name, visits.size(), of(name).iterator());
        visits.put(name, visit);
        path.push(visit);
        open.push(visit);
    }

    private void step(Visit here, String parent) {
        var there = visits.get(parent);
        if (there == null) {
            enter(parent);
        } else if (!there.settled) {
            here.lowest = Math.min(here.lowest, there.number);
        }
    }

    private void leave(Visit done) {
        if (!path.isEmpty()) {
            path.peek().lowest = Math.min(path.peek().lowest, done.lowest);
        }
        if (done.lowest == done.number) {
            settle(done);
        }
    }

    private void settle(Visit root) {
        var component = new ArrayList<String>();
        Visit member;
        do {
            member = open.pop();
            member.settled = true;
            component.add(member.name);
        } while (member != root);
        if (component.size() > 1 || of(root.name).contains(root.name)) {
            var members = Set.copyOf(component);
            component.stream().sorted().filter(each -> !found.containsKey(each)).forEach(each -> {
                var cycle = shortest(each, members);
                cycle.forEach(image -> found.putIfAbsent(image, cycle));
            });
        }
    }

    /** Breadth first through the component, from the image to the one that is built on it. */
    private List<String> shortest(String image, Set<String> members) {
        var cameFrom = new HashMap<String, String>();
        var next = new ArrayDeque<String>(List.of(image));
        while (!cameFrom.containsKey(image)) {
            var here = next.remove();
            for (var parent : of(here)) {
                if (members.contains(parent) && cameFrom.putIfAbsent(parent, here) == null) {
                    next.add(parent);
                }
            }
        }
        var cycle = new ArrayList<>(List.of(image));
        for (var each = step(cameFrom, image); !each.equals(image); each = step(cameFrom, each)) {
            cycle.add(each);
        }
        cycle.add(image);
        return List.copyOf(cycle);
    }

    private static String step(Map<String, String> cameFrom, String image) {
        return java.util.Objects.requireNonNull(cameFrom.get(image));
    }

    private SortedSet<String> of(String name) {
        return parents.getOrDefault(name, Collections.emptySortedSet());
    }
}
