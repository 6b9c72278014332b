package imagefactory.core.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShellLexerTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("A", "abcabc.tar.gz", "B", "", "P", "/usr/local/bin", "E", "a b  c", "G", "*?[x]");

    /** Escape, word, and what BuildKit's lexer made of it: {@code =} and the text, or {@code !} for a refusal. */
    static Stream<String> expandsAsBuildKitDoes() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/dockerfile-words/words.tsv")).stream();
    }

    @ParameterizedTest
    @MethodSource
    void expandsAsBuildKitDoes(String line) {
        var fields = line.split("\t", -1);

        assertThat(expand(fields[0].charAt(0), fields[1])).isEqualTo(fields[2]);
    }

    @Test
    void aWordThatGrowsWithoutEndIsRefused() {
        var big = Map.of("X", "x".repeat(1 << 19));

        assertThatThrownBy(() -> ShellLexer.of('\\').expand("$X$X$X", big)).hasMessageContaining("1 MiB");
    }

    @Test
    void substitutionsNestedTooDeeplyAreRefused() {
        var word = "${A:+".repeat(5_000) + "}".repeat(5_000);

        assertThatThrownBy(() -> ShellLexer.of('\\').expand(word, ENVIRONMENT))
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void patternsOfManyStarsTakeNoTime() throws Malformed {
        var value = Map.of("X", "a".repeat(4_000) + "b");

        var expansion = ShellLexer.of('\\').expand("${X##" + "*a".repeat(200) + "c}", value);

        assertThat(expansion.text()).isEqualTo(value.get("X"));
    }

    private static String expand(char escape, String word) {
        try {
            return "=" + ShellLexer.of(escape).expand(word, ENVIRONMENT).text();
        } catch (Malformed e) {
            return "!";
        }
    }
}
