package imagefactory.scanner;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/**
 * An index of Maven artifacts with nothing in it.
 *
 * <p>Trivy fails on any image with a jar in it unless it has such an index (some 1 GB), which says what a jar is that does not say
 * so itself. With an empty one it goes by the {@code pom.properties} and the manifest in the jar.
 */
final class EmptyJavaIndex {
    /** The tables {@code artifacts} and {@code indices} of trivy-java-db's format 1, made by sqlite3 with pages of 512 bytes, gzip. */
    private static final String TABLES = """
            H4sIADaJAWsCAwsO9MksSVVIyy/KTSxRMGZgYmBkZHBQUGBgADIZGJgZEADEZ0HiMzIQBkwMesmMvGDGSwbGCUBioECjChO7uLQ0
            Y5N8SWJSTmpmXkpmcmoxlGJ2DnJ1DHFVCHF08nFVgApqJBaVZKYlJpfEZ6YoePqFuLq7BukolKUWFWfm5ymEuEaE6CgUZyQaKjj5
            +DvpKCQWJWdklqXGl1QWpEJlgaGampmep5CdWqmAbJqmQlFqWmpRah7QFgWYeLEGUEIzj5FdXF6esVEb7Eq4HJzBhOJSZL0wJyoE
            BHn6OgZFKni7RuoopBfllxaAPABxEbKXQCKavLCYHQUjEozG/8gGAE8YlJ8ABgAA""";

    private static final String METADATA = """
            {"Version":1,"NextUpdate":"2000-01-01T00:00:00Z","UpdatedAt":"2000-01-01T00:00:00Z","DownloadedAt":"2000-01-01T00:00:00Z"}""";

    private EmptyJavaIndex() {}

    /** Puts it into this folder. */
    static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        var bytes = new ByteArrayInputStream(Base64.getMimeDecoder().decode(TABLES));
        try (var tables = new GZIPInputStream(bytes)) {
            put(folder.resolve("trivy-java.db"), tables.readAllBytes());
        }
        put(folder.resolve("metadata.json"), METADATA.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Scratch.openToContainers(folder);
    }

    private static void put(Path file, byte[] bytes) throws IOException {
        var fresh = Files.createTempFile(file.getParent(), "fresh-", "");
        Files.write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
