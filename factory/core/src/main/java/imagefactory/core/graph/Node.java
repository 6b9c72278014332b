package imagefactory.core.graph;

import imagefactory.core.image.ImageRef;
import java.util.Set;

/**
 * An enrolled image as far as others see it.
 *
 * @param tags what it moves when it is published, in full form
 * @param references what its Dockerfile names and its target reaches; one with a digest follows no tag
 */
public record Node(String name, Set<ImageRef> tags, Set<ImageRef> references) {
    public Node {
        tags = Set.copyOf(tags);
        references = Set.copyOf(references);
    }
}
