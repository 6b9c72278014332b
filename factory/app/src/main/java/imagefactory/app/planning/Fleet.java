package imagefactory.app.planning;

import imagefactory.app.store.ShapeRows;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.Managed;
import imagefactory.core.graph.Graph;
import imagefactory.core.graph.Node;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.AtOnce;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.Shapes;
import imagefactory.core.plan.Unfollowed;
import imagefactory.core.plan.World;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Which images are built on which: kept up with every look at one of them; what was never looked at is looked at once. */
@Singleton
public final class Fleet {
    private static final Logger LOG = Logger.getLogger(Fleet.class);

    /** So many are saved together: a factory that is killed goes on from there. */
    private static final int BATCH = 200;

    private final ShapeRows rows;

    Fleet(ShapeRows rows) {
        this.rows = rows;
    }

    /**
     * What is known of all images.
     *
     * @param unknown the names of those whose sources could not be read
     */
    public record Known(Map<String, Node> nodes, Set<String> unknown, Graph graph) {
        /** The images whose Dockerfiles name this, and those that may do so. */
        Set<String> naming(ImageRef reference) {
            return Stream.concat(graph.naming(reference).stream(), unknown.stream())
                    .collect(Collectors.toSet());
        }

        static Known of(Catalog catalog, Map<String, Node> nodes) {
            var unknown = catalog.managed().stream()
                    .map(Managed::name)
                    .filter(image -> !nodes.containsKey(image))
                    .collect(Collectors.toSet());
            return new Known(Map.copyOf(nodes), unknown, new Graph(nodes.values()));
        }
    }

    /** @param world for one look */
    public Known of(Catalog catalog, World world) throws Unavailable {
        var shapes = new Shapes(world);
        var known = rows.of(catalog.managed());
        var missing = catalog.managed().stream()
                .filter(image -> !known.containsKey(image.name()))
                .toList();
        for (int from = 0; from < missing.size(); from += BATCH) {
            var found = look(shapes, missing.subList(from, Math.min(from + BATCH, missing.size())));
            found.forEach(node -> known.put(node.name(), node));
            rows.save(catalog, found);
        }
        return told(
                catalog,
                Known.of(catalog, known),
                missing.stream().map(Managed::name).collect(Collectors.toSet()));
    }

    /** Once for each image that was looked at for the first time, or that has changed. */
    private static Known told(Catalog catalog, Known known, Set<String> images) {
        if (!images.isEmpty()) {
            Unfollowed.in(catalog, known.nodes().values()).stream()
                    .filter(lost -> images.contains(lost.image()))
                    .forEach(lost -> LOG.warnf("%s %s", lost.text(), lost.remedy()));
        }
        return known;
    }

    /** The same, with what was seen of some images since. */
    public Known learn(Catalog catalog, Known known, Map<String, Node> seen) {
        var changed = seen.values().stream()
                .filter(node -> !node.equals(known.nodes().get(node.name())))
                .toList();
        if (changed.isEmpty()) {
            return known;
        }
        var nodes = new TreeMap<>(known.nodes());
        changed.forEach(node -> nodes.put(node.name(), node));
        rows.save(catalog, changed);
        return told(
                catalog,
                Known.of(catalog, nodes),
                changed.stream().map(Node::name).collect(Collectors.toSet()));
    }

    /**
     * Sees to it that it is known what of the fleet an image is built on: its run may be the first that can read its source.
     *
     * @param seen the image, as it has just been looked at
     * @throws Unavailable while the source of one that it names cannot be read
     */
    public void learn(Catalog catalog, Node seen, World world) throws Unavailable {
        var named = seen.references().stream().map(ImageRef::repository).collect(Collectors.toSet());
        var concerned = catalog.managed().stream()
                .filter(image -> image.name().equals(seen.name()) || named.contains(image.repository()))
                .toList();
        var known = rows.of(concerned);
        var shapes = new Shapes(world);
        var found = new TreeMap<>(Map.of(seen.name(), seen));
        for (var image : concerned) {
            if (!known.containsKey(image.name()) && !image.name().equals(seen.name())) {
                source(shapes, image).ifPresent(node -> found.put(node.name(), node));
            }
        }
        // reading all rows for each run would cost a large fleet minutes
        if (!known.entrySet().containsAll(found.entrySet())) {
            learn(catalog, Known.of(catalog, rows.of(catalog.managed())), found);
        }
    }

    /** @return empty where there is something to mend: its own run tells, and nobody waits for it */
    private static Optional<Node> source(Shapes shapes, Managed image) throws Unavailable {
        return switch (shapes.of(image)) {
            case Done<Node>(var node) -> Optional.of(node);
            case Failed<Node> _ -> Optional.empty();
            case Pending<Node>(var after) ->
                throw new Unavailable("the source of " + image.name() + " is being fetched", after);
        };
    }

    private static Collection<Node> look(Shapes shapes, List<Managed> images) throws Unavailable {
        return AtOnce.each(images, image -> look(shapes, image)).values().stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** What cannot be read now is asked for again by the next plan; what is wrong with it, its own run tells. */
    private static Optional<Node> look(Shapes shapes, Managed image) {
        try {
            return shapes.of(image) instanceof Done<Node>(var node) ? Optional.of(node) : Optional.empty();
        } catch (Unavailable away) {
            LOG.debugf("%s could not be looked at: %s", image.name(), away.getMessage());
            return Optional.empty();
        } catch (RuntimeException fault) {
            LOG.errorf(fault, "the source of %s could not be looked at", image.name());
            return Optional.empty();
        }
    }
}
