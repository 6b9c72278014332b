package imagefactory.core.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads {@code images.yaml}: in the shape of this product, and in both shapes of the programs that it follows.
 *
 * <p>The bytes are taken as hostile: at most 16 MiB, 16 levels, 10,000 aliases, 50,000 images and 1,000,000 values; no YAML tag is obeyed;
 * every text is checked for what its key needs.
 */
public final class CatalogFile {
    /** Keys that are read and checked, and not yet obeyed: each is a warning wherever it is given. */
    public static final List<String> NOT_YET_OBEYED =
            List.of("secrets", "local", "source.workflow", "source.pipeline", "source.job");

    static final int MOST_IMAGES = 50_000;

    /**
     * A catalog that can be used.
     *
     * @param warnings what has no effect, or none yet, in the order of the file
     */
    public record Reading(Catalog catalog, List<Fault> warnings) {
        public Reading {
            warnings = List.copyOf(warnings);
        }
    }

    private CatalogFile() {}

    /**
     * Reads a catalog; an empty file is an empty one. Nothing is looked up anywhere.
     *
     * @param fileName what messages call the file
     * @param folder what a relative {@code file:} URL starts from: the folder of the file
     * @throws CatalogInvalid with every fault of the file, at most 1,000
     */
    public static Reading read(String fileName, byte[] bytes, Path folder) throws CatalogInvalid {
        var findings = new Findings(fileName);
        var images = new YamlTree(findings)
                .read(bytes)
                .map(root -> images(root, findings, folder))
                .orElse(List.of());
        if (!findings.faults().isEmpty()) {
            throw new CatalogInvalid(fileName, findings.faults());
        }
        return new Reading(new Catalog(images), findings.warnings());
    }

    private static List<EnrolledImage> images(Node root, Findings findings, Path folder) {
        if (root.getTag().equals(Tag.NULL)) {
            return List.of();
        }
        if (!(root instanceof SequenceNode)) {
            findings.fault(root, "the file is not a list of images.", "Begin each image with \"- name:\".");
            return List.of();
        }
        var reader = new ImageReader(findings, folder);
        var images = new ArrayList<EnrolledImage>();
        for (var entry : new Value("the file", root, findings).items(0, MOST_IMAGES)) {
            if (findings.isEnough()) {
                break;
            }
            reader.read(entry.node()).ifPresent(images::add);
        }
        return images;
    }
}
