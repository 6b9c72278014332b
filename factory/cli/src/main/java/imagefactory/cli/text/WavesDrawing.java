package imagefactory.cli.text;

import imagefactory.cli.text.Drawing.Arrow;
import imagefactory.cli.text.Drawing.Box;
import imagefactory.cli.text.Drawing.Look;
import imagefactory.core.graph.Graph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Waves as a drawing: from what began them to the last that is built anew. */
final class WavesDrawing {
    private WavesDrawing() {}

    static Drawing of(String cause, List<List<String>> levels, Map<String, String> skipped, Graph graph) {
        var root = new Box(List.of(cause), Look.OUTSIDE);
        var boxes = new ArrayList<>(List.of(root));
        var arrows = new ArrayList<Arrow>();
        var drawn = new HashSet<String>();
        for (int level = 0; level < levels.size(); level++) {
            for (var image : levels.get(level)) {
                boxes.add(new Box(List.of(image, "wave " + (level + 1)), Look.IMAGE));
                arrows.addAll(arrows(cause, image, drawn, graph));
            }
            drawn.addAll(levels.get(level));
        }
        skipped.forEach((image, why) -> {
            if (!drawn.contains(image)) {
                boxes.add(new Box(List.of(image, why), Look.LEFT_OUT));
                arrows.addAll(arrows(cause, image, drawn, graph));
            }
        });
        return new Drawing(boxes, arrows);
    }

    private static List<Arrow> arrows(String cause, String image, Set<String> drawn, Graph graph) {
        var parents = graph.parents(image).stream()
                .filter(drawn::contains)
                .map(parent -> new Arrow(parent, image))
                .toList();
        return parents.isEmpty() ? List.of(new Arrow(cause, image)) : parents;
    }
}
