package imagefactory.core.build;

import imagefactory.core.image.Digest;
import imagefactory.core.image.Platform;
import imagefactory.core.json.CanonicalJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that goes into a build of one platform, and nothing else: no time, no revision, no release of the factory.
 *
 * @param context digest of the {@link Context}
 * @param dockerfile digest of the Dockerfile's bytes
 * @param dockerignore digest of the {@code .dockerignore} in force
 * @param recipe what the enrolment says
 * @param pins every external reference that the target reaches
 */
public record Inputs(
        Platform platform,
        Digest context,
        Digest dockerfile,
        Optional<Digest> dockerignore,
        Recipe recipe,
        List<Pin> pins,
        Backend backend) {

    /** What the enrolment says of a build. {@code secrets} are names; their contents never count. */
    public record Recipe(
            Optional<String> target,
            SortedMap<String, String> args,
            SortedMap<String, String> labels,
            List<String> secrets,
            Format format) {
        public Recipe {
            secrets = secrets.stream().sorted().toList();
        }

        Map<String, Object> json() {
            return Map.of("target", target, "args", args, "labels", labels, "secrets", secrets, "format", format);
        }
    }

    /**
     * Who builds.
     *
     * @param name {@code buildah}
     * @param generation a number that changes only when the same inputs give another image
     */
    public record Backend(String name, int generation) {
        /** What this release builds by; a dry run has to count it as the factory does. */
        public static final Backend CURRENT = new Backend("buildah", 1);
    }

    public Inputs {
        pins = pins.stream().sorted().distinct().toList();
    }

    /** The name of these inputs: SHA-256 over their canonical JSON. */
    public Digest digest() {
        var json = new TreeMap<String, Object>();
        json.put("platform", platform);
        json.put("context", context);
        json.put("dockerfile", dockerfile);
        json.put("dockerignore", dockerignore);
        json.put("recipe", recipe.json());
        json.put("pins", Pin.json(pins));
        json.put("backend", Map.of("name", backend.name(), "generation", backend.generation()));
        return CanonicalJson.write(json).digest();
    }
}
