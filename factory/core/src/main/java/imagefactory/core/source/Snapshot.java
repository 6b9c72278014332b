package imagefactory.core.source;

import imagefactory.core.image.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * A source as it was at one commit.
 *
 * @param commit its full object id
 * @param files all files of the context, sorted by path, before any {@code .dockerignore}
 * @param dockerignore {@code <Dockerfile>.dockerignore} where there is one, else {@code .dockerignore} of the context's root
 * @param version the content of the version file, where one was asked for
 */
public record Snapshot(
        String commit,
        List<TreeEntry> files,
        Bytes dockerfile,
        Optional<Bytes> dockerignore,
        Optional<String> version) {
    public Snapshot {
        files = List.copyOf(files);
    }
}
