package imagefactory.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Platform;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held against the examples of RFC 8785 (sections 3.2.2 and 3.2.3). */
class CanonicalJsonTest {
    @Test
    void stringsAreWrittenAsTheRfcShows() {
        var text = "€$" + (char) 0x0f + "\nA'B\"\\\\\"/";

        assertThat(json(Map.of("string", text))).isEqualTo("{\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void keysAreSortedAsTheRfcShows() {
        var map = new LinkedHashMap<String, String>();
        map.put("\u20ac", "Euro Sign");
        map.put("\r", "Carriage Return");
        map.put("\ufb33", "Hebrew Letter Dalet With Dagesh");
        map.put("1", "One");
        map.put("\ud83d\ude00", "Emoji: Grinning Face");
        map.put("\u0080", "Control");
        map.put("\u00f6", "Latin Small Letter O With Diaeresis");

        assertThat(json(map))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "0, \\u0000",
        "1, \\u0001",
        "8, \\b",
        "9, \\t",
        "10, \\n",
        "11, \\u000b",
        "12, \\f",
        "13, \\r",
        "31, \\u001f",
        "34, '\\\"'",
        "92, \\\\",
    })
    void whatHasToBeEscapedHasOneShortestSpelling(int character, String spelled) {
        assertThat(json(Character.toString(character))).isEqualTo("\"" + spelled + "\"");
    }

    @Test
    void pathsAreTexts() {
        assertThat(json(Map.of("file", Path.of("keys", "factory.key")))).isEqualTo("{\"file\":\"keys/factory.key\"}");
        assertThat(json(List.of(Path.of("/")))).isEqualTo("[\"/\"]");
    }

    @Test
    void whatNeedsNoEscapeHasNone() {
        assertThat(json("/\u007f\u2028é漢\ud83d\ude00")).isEqualTo("\"/\u007f\u2028é漢\ud83d\ude00\"");
        assertThat(CanonicalJson.write("\ud83d\ude00").size()).isEqualTo(6);
    }

    @Test
    void valuesNestWithoutWhiteSpace() {
        var value = Map.of("b", List.of(1, 2L, true, "x"), "a", Map.of("z", List.of(), "y", Map.of()));

        assertThat(json(value)).isEqualTo("{\"a\":{\"y\":{},\"z\":[]},\"b\":[1,2,true,\"x\"]}");
    }

    @Test
    void whatIsNotThereLeavesItsKeyOut() {
        assertThat(json(Map.of("a", Optional.empty(), "b", Optional.of(1)))).isEqualTo("{\"b\":1}");
    }

    @Test
    void ourOwnValuesAreWrittenAsTheirText() {
        assertThat(json(List.of(Platform.LINUX_AMD64))).isEqualTo("[\"linux/amd64\"]");
    }

    @Test
    void aDocumentOfSomebodyElseStaysAsItIs() {
        var document = new CanonicalJson.Raw(Bytes.utf8("{ \"b\": 1.50, \"a\": null }"));

        assertThat(json(Map.of("predicate", document))).isEqualTo("{\"predicate\":{ \"b\": 1.50, \"a\": null }}");
    }

    private static String json(Object value) {
        return CanonicalJson.write(value).utf8();
    }
}
