package imagefactory.kargo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Catalogs and what becomes of them; run with {@code -Dgolden=write} to have the files written, then read the difference. */
class SynthesisGoldenTest {
    static final Path CASES = Path.of("src/test/resources/synthesis");

    private final StrictSchemas schemas = new StrictSchemas();

    static Stream<String> cases() throws IOException {
        try (var folders = Files.list(CASES)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void catalogBecomesTheseManifests(String name) throws IOException {
        var in = Documents.text(CASES.resolve(name).resolve("in.yaml"));
        var out = CASES.resolve(name).resolve("out.yaml");

        var text = text(Documents.synthesis(in));

        if ("write".equals(System.getProperty("golden"))) {
            Files.writeString(out, text);
        }
        assertThat(text).isEqualTo(Documents.text(out));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyManifestFitsItsClosedSchema(String name) {
        var synthesis = Documents.synthesis(Documents.text(CASES.resolve(name).resolve("in.yaml")));

        var faults = synthesis.manifests().stream()
                .map(manifest -> Documents.json(manifest.yaml()))
                .map(schemas::faults)
                .flatMap(List::stream);

        assertThat(faults).isEmpty();
    }

    private static String text(Synthesis synthesis) {
        var manifests = synthesis.manifests().stream()
                .map(manifest -> "--- # " + manifest.path() + "\n" + manifest.yaml())
                .collect(Collectors.joining());
        return manifests
                + synthesis.leftOut().stream()
                        .map(line -> "# left out: " + line + "\n")
                        .collect(Collectors.joining());
    }
}
