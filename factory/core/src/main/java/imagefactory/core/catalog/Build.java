package imagefactory.core.catalog;

import imagefactory.core.build.Format;
import imagefactory.core.build.Inputs;
import imagefactory.core.image.Platform;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How an image is built from its source.
 *
 * @param platforms at least one, each once, in the order of the catalog
 * @param target the stage to stop at; empty for the Dockerfile's last
 * @param args build arguments by name
 * @param labels labels that the catalog adds to those of the Dockerfile
 * @param secrets names of secrets; their values are configured where builds run
 * @param cache whether builds in a cluster share layers by the staging repository; nothing else comes of it
 */
public record Build(
        List<Platform> platforms,
        Optional<String> target,
        SortedMap<String, String> args,
        SortedMap<String, String> labels,
        List<String> secrets,
        Format format,
        boolean cache) {
    public Build {
        if (platforms.isEmpty()) {
            throw new IllegalArgumentException("a build needs at least one platform");
        }
        platforms = List.copyOf(platforms);
        args = Collections.unmodifiableSortedMap(new TreeMap<>(args));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        secrets = List.copyOf(secrets);
    }

    /** What of this goes into the inputs of a build. */
    public Inputs.Recipe recipe() {
        return new Inputs.Recipe(target, args, labels, secrets, format);
    }
}
