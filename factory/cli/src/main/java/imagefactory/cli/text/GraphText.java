package imagefactory.cli.text;

import imagefactory.cli.text.Drawing.Arrow;
import imagefactory.cli.text.Drawing.Box;
import imagefactory.cli.text.Drawing.Look;
import imagefactory.core.graph.Graph;
import imagefactory.core.graph.Node;
import imagefactory.core.image.ImageRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which images are built on which.
 *
 * @param unread why an image is not among them
 */
public record GraphText(SortedMap<String, Node> nodes, Graph graph, SortedMap<String, String> unread) {
    public static GraphText of(Collection<Node> nodes, Graph graph, Map<String, String> unread) {
        var byName = nodes.stream().collect(Collectors.toMap(Node::name, node -> node, (one, _) -> one, TreeMap::new));
        return new GraphText(byName, graph, new TreeMap<>(unread));
    }

    /** @return {@code {images: [{name, tags, references, builtOn, cycle?}], unread: [{image, because}]}}: facts for {@code plan} */
    public Map<String, Object> json() {
        var images = nodes.values().stream().map(this::json).toList();
        var missing = unread.entrySet().stream()
                .map(each -> Map.of("image", each.getKey(), "because", each.getValue()))
                .toList();
        return Map.of("images", images, "unread", missing);
    }

    /** Images, and the bases that nobody builds here. */
    public Drawing drawing() {
        var boxes = new ArrayList<Box>();
        var arrows = new ArrayList<Arrow>();
        var bases = new TreeSet<ImageRef>();
        nodes.values().forEach(node -> bases.addAll(outside(node)));
        bases.forEach(base -> boxes.add(new Box(List.of(base.toString()), Look.OUTSIDE)));
        nodes.keySet().forEach(name -> boxes.add(new Box(List.of(name), Look.IMAGE)));
        unread.forEach((name, why) -> boxes.add(new Box(List.of(name, "unknown: " + why), Look.LEFT_OUT)));
        nodes.values().forEach(node -> {
            outside(node).forEach(base -> arrows.add(new Arrow(base.toString(), node.name())));
            graph.parents(node.name()).forEach(parent -> arrows.add(new Arrow(parent, node.name())));
        });
        return new Drawing(boxes, arrows);
    }

    @Override
    public String toString() {
        var table = new Table("IMAGE", "BUILT ON", "BASES OF OTHERS");
        nodes.values()
                .forEach(node -> table.row(
                        node.name(),
                        String.join("\n", graph.parents(node.name()))
                                + graph.cycle(node.name())
                                        .map(cycle -> "\na cycle: " + String.join(" → ", cycle))
                                        .orElse(""),
                        outside(node).stream().map(ImageRef::toString).collect(Collectors.joining("\n"))));
        unread.forEach((name, why) -> table.row(name, "unknown: " + why, ""));
        return table.toString();
    }

    private Map<String, Object> json(Node node) {
        var json = new TreeMap<String, Object>();
        json.put("name", node.name());
        json.put("tags", node.tags().stream().map(ImageRef::toString).sorted().toList());
        json.put(
                "references",
                node.references().stream().map(ImageRef::toString).sorted().toList());
        json.put("builtOn", List.copyOf(graph.parents(node.name())));
        graph.cycle(node.name()).ifPresent(cycle -> json.put("cycle", cycle));
        return json;
    }

    /** References to what no image of the fleet moves. */
    private TreeSet<ImageRef> outside(Node node) {
        var ours = new HashSet<ImageRef>();
        graph.parents(node.name()).stream()
                .flatMap(parent -> Optional.ofNullable(nodes.get(parent)).stream())
                .forEach(parent -> ours.addAll(parent.tags()));
        var outside = new TreeSet<>(node.references());
        outside.removeAll(ours);
        return outside;
    }
}
