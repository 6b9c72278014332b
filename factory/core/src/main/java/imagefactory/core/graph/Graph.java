package imagefactory.core.graph;

import imagefactory.core.image.ImageRef;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which images are built on which: a child names, in its Dockerfile, a tag that its parent moves.
 *
 * <p>An image on a cycle can never be fresh, for building it makes it stale again. The graph knows such images and says which
 * cycle; nobody else is hindered by them.
 */
public final class Graph {
    private final SortedMap<String, SortedSet<String>> parents = new TreeMap<>();
    private final Map<String, SortedSet<String>> children = new HashMap<>();
    private final Map<ImageRef, SortedSet<String>> naming = new HashMap<>();
    private final Map<String, List<String>> cycles;

    /** @param nodes each name once */
    public Graph(Collection<Node> nodes) {
        var owners = new HashMap<ImageRef, SortedSet<String>>();
        for (var node : nodes) {
            parents.put(node.name(), new TreeSet<>());
            node.tags().forEach(tag -> into(owners, tag, node.name()));
        }
        for (var node : nodes) {
            for (var reference : node.references()) {
                into(naming, reference, node.name());
                owners.getOrDefault(reference, Collections.emptySortedSet()).forEach(owner -> edge(owner, node.name()));
            }
        }
        cycles = Cycles.in(parents);
    }

    private void edge(String parent, String child) {
        into(parents, child, parent);
        into(children, parent, child);
    }

    private static <K> void into(Map<K, SortedSet<String>> sets, K key, String name) {
        sets.computeIfAbsent(key, _ -> new TreeSet<>()).add(name);
    }

    /** The images, by name. */
    public SortedSet<String> images() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(parents.keySet()));
    }

    /** What the image is built on. */
    public SortedSet<String> parents(String image) {
        return Collections.unmodifiableSortedSet(parents.getOrDefault(image, Collections.emptySortedSet()));
    }

    /** What is built on the image. */
    public SortedSet<String> children(String image) {
        return Collections.unmodifiableSortedSet(children.getOrDefault(image, Collections.emptySortedSet()));
    }

    /** The images whose Dockerfiles name exactly this. */
    public SortedSet<String> naming(ImageRef reference) {
        return Collections.unmodifiableSortedSet(naming.getOrDefault(reference, Collections.emptySortedSet()));
    }

    /** A cycle that the image is on: its first image is also its last, each is built on the one before. */
    public Optional<List<String>> cycle(String image) {
        return Optional.ofNullable(cycles.get(image));
    }
}
