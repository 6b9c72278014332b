package imagefactory.scanner;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * An index of Maven artifacts with nothing in it.
 *
 * <p>Trivy fails on any image with a jar in it unless it has such an index (some 1 GB), which says what a jar is that does not say
 * so itself. With an empty one it goes by the {@code pom.properties} and the manifest in the jar.
 */
public final class EmptyJavaIndex {
    /** The tables {@code artifacts} and {@code indices} of trivy-java-db's format 1, made by sqlite3 with pages of 512 bytes, gzip. */
    private static final String TABLES = """
            H4sIADaJAWsCAwsO9MksSVVIyy/KTSxRMGZgYmBkZHBQUGBgADIZGJgZEADEZ0HiMzIQBkwMesmMvGDGSwbGCUBioECjChO7uLQ0
            Y5N8SWJSTmpmXkpmcmoxlGJ2DnJ1DHFVCHF08nFVgApqJBaVZKYlJpfEZ6YoePqFuLq7BukolKUWFWfm5ymEuEaE6CgUZyQaKjj5
            +DvpKCQWJWdklqXGl1QWpEJlgaGampmep5CdWqmAbJqmQlFqWmpRah7QFgWYeLEGUEIzj5FdXF6esVEb7Eq4HJzBhOJSZL0wJyoE
            BHn6OgZFKni7RuoopBfllxaAPABxEbKXQCKavLCYHQUjEozG/8gGAE8YlJ8ABgAA""";

    private static final String METADATA = """
            {"Version":1,"NextUpdate":"2000-01-01T00:00:00Z","UpdatedAt":"2000-01-01T00:00:00Z","DownloadedAt":"2000-01-01T00:00:00Z"}""";

    private EmptyJavaIndex() {}

    /** Its files by their names, in Trivy's {@code java-db}. */
    public static NavigableMap<String, byte[]> files() {
        var bytes = new ByteArrayInputStream(Base64.getMimeDecoder().decode(TABLES));
        try (var tables = new GZIPInputStream(bytes)) {
            return new TreeMap<>(Map.of(
                    "trivy-java.db",
                    tables.readAllBytes(),
                    "metadata.json",
                    METADATA.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Puts it into this folder, {@code metadata.json} last: where that is, all of it is. */
    static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var file : files().descendingMap().entrySet()) {
            put(folder.resolve(file.getKey()), file.getValue());
        }
        Scratch.openToContainers(folder);
    }

    private static void put(Path file, byte[] bytes) throws IOException {
        var fresh = Files.createTempFile(file.getParent(), "fresh-", "");
        Files.write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
