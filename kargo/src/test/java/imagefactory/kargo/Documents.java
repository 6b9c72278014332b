package imagefactory.kargo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.CatalogFile;
import imagefactory.core.catalog.CatalogInvalid;
import imagefactory.core.image.ImageRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** Manifests as their readers see them: made from a catalog, or read back from YAML. */
final class Documents {
    static final List<ImageRef> NO_BASES = List.of();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BASES = Pattern.compile("(?m)^# bases: (.*)$");

    private Documents() {}

    static Catalog catalog(String yaml) {
        try {
            return CatalogFile.read("images.yaml", yaml.getBytes(StandardCharsets.UTF_8), Path.of("/repo"))
                    .catalog();
        } catch (CatalogInvalid e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** From a catalog whose first line may name bases: {@code # bases: debian:12 alpine:3}. */
    static Synthesis synthesis(String yaml) {
        var named = BASES.matcher(yaml);
        var bases = named.find()
                ? Pattern.compile(" ")
                        .splitAsStream(named.group(1))
                        .map(ImageRef::parse)
                        .toList()
                : NO_BASES;
        return Synthesis.of(catalog(yaml), bases, Setting.DEFAULT);
    }

    /** The document of a kind and name, from the synthesis of a catalog. */
    static JsonNode document(String yaml, String kind, String name) {
        return synthesis(yaml).manifests().stream()
                .filter(manifest ->
                        manifest.kind().equals(kind) && manifest.name().equals(name))
                .map(manifest -> json(manifest.yaml()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " in " + paths(yaml)));
    }

    static List<String> paths(String yaml) {
        return synthesis(yaml).manifests().stream().map(Manifest::path).toList();
    }

    static JsonNode json(String yaml) {
        return JSON.valueToTree(new Yaml().<Object>load(yaml));
    }

    /** Every document of a file, or of all files in a folder. */
    static List<JsonNode> in(Path path) throws IOException {
        try (var files = Files.walk(path)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .flatMap(file ->
                            StreamSupport.stream(new Yaml().loadAll(text(file)).spliterator(), false))
                    .map(each -> JSON.<JsonNode>valueToTree(each))
                    .toList();
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
