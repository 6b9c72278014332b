package imagefactory.core.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The catalogs that tests read. */
final class Samples {
    static final List<String> GOOD = List.of("use", "originals", "nested", "sources", "anchors", "empty");

    private static final Path FOLDER = Path.of("/repo");

    private Samples() {}

    static String text(String name) {
        return resource(name + ".yaml");
    }

    static String resource(String file) {
        try (var in = Samples.class.getResourceAsStream("/catalog/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CatalogFile.Reading read(String yaml) throws CatalogInvalid {
        return CatalogFile.read("images.yaml", yaml.getBytes(StandardCharsets.UTF_8), FOLDER);
    }

    static CatalogFile.Reading sample(String name) throws CatalogInvalid {
        return read(text(name));
    }

    static Managed managed(String yaml) throws CatalogInvalid {
        return read(yaml).catalog().managed().getFirst();
    }

    /** A sound image with one more line, or with this line in the place of its own with the same key. */
    static String image(String line) {
        var key = line.substring(0, line.indexOf(':') + 1);
        var sound = Stream.of("name: api", "repository: acme/api", "source: {repo: acme/mono}");
        return Stream.concat(sound.filter(other -> !other.startsWith(key)), Stream.of(line))
                .collect(Collectors.joining("\n  ", "- ", "\n"));
    }

    /** The faults, each with its place and without the file's name, or nothing. */
    static String faults(String yaml) {
        try {
            read(yaml);
            return "";
        } catch (CatalogInvalid e) {
            return e.faults().stream()
                    .map(fault -> fault.line() + ":" + fault.column() + " " + said(fault))
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String said(Fault fault) {
        return fault.text().replace("image \"api\": ", "") + " " + fault.remedy();
    }
}
