package imagefactory.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CatalogMutationTest {
    private static final int FILES = 3_000;
    private static final int MOST_CHANGES = 8;
    private static final List<String> SCRAPS = List.of(
            "\"",
            "'",
            "[",
            "]",
            "{",
            "}",
            ": ",
            "- ",
            "\n",
            "\t",
            "#",
            "&a ",
            "*a",
            "!!str ",
            "|\n",
            "~",
            "0",
            "\\",
            "%",
            "source:",
            "\u0000",
            "\uFEFF",
            "é",
            "\uD83D\uDE00",
            "@",
            "..",
            "/",
            "---\n",
            "<<: ",
            "? ");

    @Test
    void whateverIsReadIsACatalogOrAListOfFaults() {
        long seed = 20_260_301;
        var random = new Random(seed);
        for (int i = 0; i < FILES; i++) {
            var name = Samples.GOOD.get(random.nextInt(Samples.GOOD.size()));
            check("seed " + seed + ", file " + i, mutated(Samples.text(name), random));
        }
    }

    @Test
    void whateverBytesAreReadAreACatalogOrAListOfFaults() {
        long seed = 20_260_302;
        var random = new Random(seed);
        for (int i = 0; i < FILES; i++) {
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            check("seed " + seed + ", file " + i, bytes);
        }
    }

    private static void check(String which, byte[] bytes) {
        try {
            var reading = CatalogFile.read("images.yaml", bytes, Path.of("/repo"));
            assertThat(reading.catalog()).as(which).isNotNull();
        } catch (CatalogInvalid e) {
            assertThat(e.faults()).as(which).isNotEmpty().allSatisfy(CatalogMutationTest::isWhole);
        } catch (RuntimeException e) {
            fail(which + ": " + new String(bytes, StandardCharsets.UTF_8), e);
        }
    }

    private static void isWhole(Fault fault) {
        assertThat(fault.line()).isPositive();
        assertThat(fault.column()).isPositive();
        assertThat(fault.text()).endsWith(".").doesNotContain("\n");
        assertThat(fault.remedy()).matches("(?s).*[.?]").doesNotContain("\n");
    }

    /** The text with some of its characters changed, doubled or gone, or with scraps of YAML in it. */
    static byte[] mutated(String text, Random random) {
        var out = new StringBuilder(text);
        for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
            int at = random.nextInt(out.length() + 1);
            int end = Math.min(out.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> out.delete(at, end);
                case 1 -> out.insert(at, out.substring(at, end));
                case 2 -> out.insert(at, (char) random.nextInt(0x250));
                default -> out.insert(at, SCRAPS.get(random.nextInt(SCRAPS.size())));
            }
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
