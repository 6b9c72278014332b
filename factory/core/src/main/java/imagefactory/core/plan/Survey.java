package imagefactory.core.plan;

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
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Which images are built on which, read from all sources at once, and remembered by nobody.
 *
 * @param nodes by name
 * @param unread why an image is not among them
 */
public record Survey(Map<String, Node> nodes, Map<String, String> unread, Graph graph) {
    /** @throws Unavailable if this thread is interrupted */
    public static Survey of(World world, Catalog catalog) throws Unavailable {
        var shapes = new Shapes(world);
        var nodes = new ConcurrentSkipListMap<String, Node>();
        var unread = new ConcurrentSkipListMap<String, String>();
        AtOnce.each(catalog.managed(), image -> look(shapes, image, nodes, unread));
        return new Survey(new TreeMap<>(nodes), new TreeMap<>(unread), new Graph(nodes.values()));
    }

    /** The images whose Dockerfiles name this, and those that may do so. */
    Set<String> naming(ImageRef reference) {
        var naming = new HashSet<>(graph.naming(reference));
        naming.addAll(unread.keySet());
        return naming;
    }

    /** @return the image that was looked at */
    private static String look(Shapes shapes, Managed image, Map<String, Node> nodes, Map<String, String> unread) {
        var name = image.name();
        try {
            switch (shapes.of(image)) {
                case Done<Node>(var node) -> nodes.put(name, node);
                case Pending<Node> _ -> unread.put(name, "its source is being fetched");
                case Failed<Node>(var problem) -> unread.put(name, problem.text());
            }
        } catch (Unavailable away) {
            unread.put(name, String.valueOf(away.getMessage()));
        } catch (RuntimeException fault) { // of this image alone; the others are told all the same
            unread.put(name, "a fault of the program: " + fault);
        }
        return name;
    }
}
