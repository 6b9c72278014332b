package imagefactory.builder.cli;

import imagefactory.core.build.Pin;
import imagefactory.core.image.Digest;
import imagefactory.core.json.CanonicalJson;
import imagefactory.core.outcome.Problem;
import imagefactory.core.registry.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The program's own word on a build.
 *
 * <pre>{@code
 * {"outcome":"built","manifest":{"mediaType":…,"digest":…,"size":…},"context":"sha256:…",
 *  "pins":[{"reference":…,"platform":…,"manifest":…}],"backend":"buildah 1.28.2","millis":1234}
 * {"outcome":"failed","problem":{"code":…,"text":…,"advice":…}}
 * }</pre>
 *
 * <p>Without a push there is no manifest yet, and the key is left out.
 */
final class Metadata {
    private Metadata() {}

    /** What was built. */
    record Built(Optional<Descriptor> manifest, Digest context, Collection<Pin> pins, String backend, long millis) {}

    static Map<String, Object> of(Built built) {
        var json = new TreeMap<String, Object>();
        json.put("outcome", "built");
        json.put("manifest", built.manifest().map(Descriptor::json));
        json.put("context", built.context());
        json.put("pins", Pin.json(built.pins()));
        json.put("backend", built.backend());
        json.put("millis", built.millis());
        return json;
    }

    static Map<String, Object> of(Problem problem) {
        return Map.of(
                "outcome",
                "failed",
                "problem",
                Map.of("code", problem.code(), "text", problem.text(), "advice", problem.advice()));
    }

    /** At once: a reader sees the old file or the new one. */
    static void write(Path file, Map<String, Object> json) throws IOException {
        var folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        var temporary = Files.createTempFile(Files.createDirectories(folder), ".metadata", ".json");
        Files.write(temporary, CanonicalJson.write(json).array());
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
