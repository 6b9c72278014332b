package imagefactory.kargo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class YamlTextTest {
    /** The originals wrote texts as they came, so that some changed their meaning on the way. */
    @Test
    void textsStayTextsWhateverTheyLookLike() {
        for (var text : List.of(
                "no",
                "NO",
                "y",
                "on",
                "1.10",
                "1_000",
                "0o17",
                "0x1F",
                "12:30:45",
                "2027-03-01",
                "null",
                "~",
                "",
                " ",
                "a: b",
                "# c",
                "a #b",
                "- d",
                "{e}",
                "[f]",
                "*g",
                "&h",
                "!i",
                "%j",
                "@k",
                "`l",
                "\"m\"",
                "'n'",
                "it's",
                "a\\b",
                "tab\there",
                "line\nbreak",
                "line\n",
                "\nline",
                "trailing \nspace",
                "  lead\n more",
                "ünïcödé",
                "\u0000",
                "\u0007",
                "\u2028",
                "\uFEFF",
                "😀",
                "{{args.x}}",
                "${{ a }}",
                "a:",
                ":a",
                "a:b",
                "https://a/b",
                "=",
                "<<",
                "---",
                "...",
                "-",
                "?",
                "|",
                ">",
                "+1",
                ".5",
                ".inf",
                "NaN",
                "1e3",
                "true",
                "False")) {
            assertThat(read(YamlText.of(Tree.of("key", text)))).as(text).isEqualTo(Map.of("key", text));
            assertThat(read(YamlText.of(Tree.of("key", List.of(text)))))
                    .as(text)
                    .isEqualTo(Map.of("key", List.of(text)));
        }
    }

    @Test
    void keysStayTextsToo() {
        assertThat(YamlText.of(Tree.of("no", 1).with("y", true).with("1.10", "x")))
                .isEqualTo("'no': 1\n'y': true\n'1.10': x\n");
    }

    @Test
    void wordsStandWithoutQuotes() {
        assertThat(YamlText.of(Tree.of("a", "ghcr.io/acme/portal")
                        .with("b", "two words")
                        .with("c", "https://x/y:1")))
                .isEqualTo("a: ghcr.io/acme/portal\nb: two words\nc: https://x/y:1\n");
    }

    @Test
    void emptyMappingsAndListsAreWritten() {
        assertThat(YamlText.of(Tree.of("a", new Tree()).with("b", List.of()))).isEqualTo("a: {}\nb: []\n");
    }

    @Test
    void whatIsWrittenIsWhatIsRead() {
        long seed = 20_261_121;
        var random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            var expected = new LinkedHashMap<String, Object>();
            var tree = tree(random, expected, 0);

            var text = YamlText.of(tree);

            assertThat(read(text)).as("seed %d, tree %d:\n%s", seed, i, text).isEqualTo(expected);
            assertThat(YamlText.of(tree)).isEqualTo(text);
        }
    }

    private static Object read(String yaml) {
        return new Yaml().load(yaml);
    }

    private static Tree tree(Random random, Map<String, Object> expected, int depth) {
        var tree = new Tree();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            var key = "k" + text(random) + i;
            var inner = new LinkedHashMap<String, Object>();
            var plain = new ArrayList<Object>();
            Object value = switch (depth < 4 ? random.nextInt(5) : 4) {
                case 0 -> tree(random, inner, depth + 1);
                case 1 -> List.of(tree(random, inner, depth + 1), text(random, plain));
                case 2 -> random.nextInt();
                case 3 -> random.nextBoolean();
                default -> text(random);
            };
            tree.with(key, value);
            expected.put(
                    key,
                    switch (value) {
                        case Tree _ -> inner;
                        case List<?> _ -> List.of(inner, plain.getFirst());
                        default -> value;
                    });
        }
        return tree;
    }

    private static String text(Random random, List<Object> seen) {
        seen.add(text(random));
        return (String) seen.getFirst();
    }

    private static String text(Random random) {
        var letters = "ab1 :#-'\"{}[]\\\n,&*!|>%@`~?é.";
        var text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
