package imagefactory.cli.text;

import imagefactory.core.graph.Graph;
import imagefactory.core.graph.Waves;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What would be built anew, wave after wave. */
public record WavesText(String because, Waves waves, Graph graph) {
    /** @return {@code {levels: [[image, …], …], skipped: [{image, because}]}} */
    public Map<String, Object> json() {
        var skipped = waves.skipped().entrySet().stream()
                .map(each -> new TreeMap<>(Map.of("image", each.getKey(), "because", each.getValue())))
                .toList();
        return new TreeMap<>(Map.of("levels", waves.levels(), "skipped", skipped));
    }

    public Drawing drawing() {
        return WavesDrawing.of(because, waves.levels(), waves.skipped(), graph);
    }

    @Override
    public String toString() {
        if (waves.levels().isEmpty() && waves.skipped().isEmpty()) {
            return because + ": nothing is built anew";
        }
        var table = new Table("WAVE", "IMAGES");
        for (int level = 0; level < waves.levels().size(); level++) {
            table.row(Integer.toString(level + 1), lines(waves.levels().get(level)));
        }
        waves.skipped().forEach((image, why) -> table.row("-", image + ": " + why));
        int many = waves.images().size();
        return because + ": " + many + (many == 1 ? " image is" : " images are") + " built anew\n" + table;
    }

    /** Some names to a line. */
    static String lines(List<String> images) {
        var text = new StringBuilder();
        int width = 0;
        for (var image : images) {
            if (width > 0 && width + image.length() > 100) {
                text.append('\n');
                width = 0;
            }
            text.append(width > 0 ? " " : "").append(image);
            width += image.length() + 1;
        }
        return text.toString();
    }
}
