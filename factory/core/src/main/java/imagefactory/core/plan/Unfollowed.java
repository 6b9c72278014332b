package imagefactory.core.plan;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.graph.Node;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A tag of an enrolled image that another one's Dockerfile names, and that never moves: new builds of the first never reach the
 * second.
 *
 * @param image whose Dockerfile names it
 * @param parent whose repository it is in
 * @param moving the tags that the parent does move
 */
public record Unfollowed(String image, ImageRef reference, String parent, List<ImageRef> moving) {
    public Unfollowed {
        moving = List.copyOf(moving);
    }

    /** By image and reference. What has a digest was pinned by somebody who knew; a parent that was not looked at is not judged. */
    public static List<Unfollowed> in(Catalog catalog, Collection<Node> nodes) {
        var known = nodes.stream().collect(Collectors.toMap(Node::name, Function.identity()));
        var parents = new TreeMap<Repository, Node>();
        for (var image : catalog.managed()) {
            Optional.ofNullable(known.get(image.name())).ifPresent(node -> parents.put(image.repository(), node));
        }
        return nodes.stream()
                .flatMap(child -> child.references().stream()
                        .filter(reference -> reference.digest().isEmpty())
                        .flatMap(reference -> Optional.ofNullable(parents.get(reference.repository())).stream()
                                .filter(parent -> !parent.name().equals(child.name()))
                                .filter(parent -> !parent.tags().contains(reference))
                                .map(parent -> of(child, reference, parent))))
                .sorted(Comparator.comparing(Unfollowed::image).thenComparing(Unfollowed::reference))
                .toList();
    }

    private static Unfollowed of(Node child, ImageRef reference, Node parent) {
        var moving = parent.tags().stream().sorted().toList();
        return new Unfollowed(child.name(), reference, parent.name(), moving);
    }

    public String text() {
        return image + " is built on " + reference + ", which " + parent + " never moves: it is not rebuilt when "
                + parent + " is.";
    }

    public String remedy() {
        return moving.isEmpty()
                ? "Give " + parent + " a tag that moves (latest, or {version}) and name that in the Dockerfile of "
                        + image + "."
                : "Name in its Dockerfile one that moves: "
                        + moving.stream().map(ImageRef::toString).collect(Collectors.joining(", ")) + ".";
    }
}
