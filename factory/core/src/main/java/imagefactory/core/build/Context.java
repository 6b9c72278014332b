package imagefactory.core.build;

import imagefactory.core.image.Digest;
import imagefactory.core.json.CanonicalJson;
import imagefactory.core.source.TreeEntry;
import java.util.List;

/** The files that a build may see, exactly: after {@code .dockerignore}, sorted by path. */
public record Context(List<TreeEntry> files) {
    public Context {
        files = files.stream().sorted().toList();
    }

    /** Over the canonical JSON of {@code [[path, mode, blob], …]}. */
    public Digest digest() {
        var rows = files.stream()
                .map(file -> List.of(file.path(), file.mode(), file.blob()))
                .toList();
        return CanonicalJson.write(rows).digest();
    }
}
