package imagefactory.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogFaultsTest {
    static Stream<FaultTable.Row> table() {
        return FaultTable.all();
    }

    @ParameterizedTest
    @MethodSource("table")
    void faultSaysPlaceAndRemedy(FaultTable.Row row) {
        assertThat(Samples.faults(Samples.image(row.line()))).isEqualTo(row.said());
    }

    @Test
    void fileIsAList() {
        assertThat(Samples.faults("images:\n- name: a\n"))
                .isEqualTo("1:1 the file is not a list of images. Begin each image with \"- name:\".");
    }

    @Test
    void entriesAreMappings() {
        assertThat(Samples.faults("- api\n-\n- []\n- {}\n")).isEqualTo("""
                1:3 image at line 1: the entry is "api", and a mapping is needed. Write {key: value}, or a line "key: value" for each.
                2:2 image at line 2: the entry has no value. Add one, or remove the key.
                3:3 image at line 3: the entry is a list, and a mapping is needed. Write {key: value}, or a line "key: value" for each.
                4:3 image at line 4: name is missing. Add name: and a DNS label.
                4:3 image at line 4: repository is missing. Add repository: owner/name.""");
    }

    @Test
    void managedImagesHaveRepositoriesOfTheirOwn() {
        assertThat(Samples.faults("""
                - {name: a, repository: acme/x, source: {repo: acme/mono}}
                - {name: b, registry: index.docker.io, repository: acme/x}
                """))
                .isEqualTo(
                        "2:40 image \"b\": docker.io/acme/x is the repository of image \"a\", line 1. Give each its own.");
    }

    @Test
    void keyGivenTwiceIsAFault() {
        assertThat(Samples.faults("- name: api\n  repository: acme/api\n  tags: [a]\n  tags: [b]\n"))
                .isEqualTo("4:3 tags is given twice, first at line 3. Keep one.");
    }

    @Test
    void entryThatIsNoYamlDoesNotHideTheOthers() {
        assertThat(Samples.faults("""
                - name: a
                  platforms: [linux/amd64
                - name: b
                  target: "x
                - name: c
                  target: d: e
                - name: d
                \trepository: x
                - name: e
                  repository: *x
                - name: f
                  repository: [
                - &anchor
                  name: g: h
                - *anchor
                - name: i
                  repository: I
                """)).isEqualTo("""
                2:14 YAML: expected ',' or ']', but got :. Close the bracket that begins here, or put a comma between its items.
                4:11 YAML: found unexpected end of stream. Close the quote that begins here.
                6:12 YAML: mapping values are not allowed here. Put the value in quotes, or mend the indentation.
                8:1 YAML: found character '\\t(TAB)' that cannot start any token. Indent with spaces, not with tabs.
                10:15 YAML: found undefined alias x. Name the anchor with & before it is used, or put the value in quotes.
                13:1 YAML: expected the node content, but found '-'. Close the bracket or quote that the entry above leaves open.
                14:10 YAML: mapping values are not allowed here. Put the value in quotes, or mend the indentation.
                17:15 image "i": repository "I" cannot be read. Write a path of small letters, digits and . _ - between them, without a tag: acme/portal.""");
    }

    @Test
    void bytesThatAreNoTextAreRefusedWithTheirPlace() {
        assertThat(faults("- name: a\n  repository: \u00ff".getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly("2:15 a byte here is not UTF-8.");
        assertThat(faults("- name: \u0001".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("1:9 the character \"\\u0001\" is not allowed here.");
    }

    @Test
    void byteOrderMarkIsNoCharacterOfTheFile() throws Exception {
        assertThat(Samples.read("\uFEFF- {name: a, repository: acme/a}")
                        .catalog()
                        .named("a"))
                .isPresent();
    }

    @Test
    void hundredFaultsAreAllShown() {
        var yaml = entries(100, "- {name: image-%d, repository: acme/image-%d, colour: red}");

        assertThat(faults(yaml.getBytes(StandardCharsets.UTF_8))).hasSize(100);
    }

    @Test
    void noMoreFaultsAreKeptThanAnybodyReads() {
        var yaml = entries(5_000, "- {name: image-%d, repository: acme/image-%d, colour: red}");

        assertThat(faults(yaml.getBytes(StandardCharsets.UTF_8)))
                .hasSize(Findings.MOST + 1)
                .last()
                .isEqualTo("1001:51 here and below there is more; only the first 1000 are shown.");
    }

    @Test
    void hugeFileIsRefused() {
        assertThat(faults(new byte[YamlTree.MAX_BYTES + 1]))
                .containsExactly("1:1 the file has 16777217 bytes, more than 16777216.");
    }

    @Test
    void deepFileIsRefused() {
        assertThat(Samples.faults("- " + "[".repeat(100_000)))
                .isEqualTo(
                        "1:1044 YAML: Nesting Depth exceeded max 16. Write it flatter: nothing in this file is that deep.");
    }

    @Test
    void longListIsRefused() {
        var secrets = String.join(", ", Collections.nCopies(65, "a"));

        assertThat(Samples.faults(Samples.image("secrets: [" + secrets + "]")))
                .isEqualTo("4:12 secrets has 65 entries, more than 64. Keep to 64.");
    }

    @Test
    void manyImagesAreRefused() {
        var yaml = entries(CatalogFile.MOST_IMAGES + 1, "- {name: image-%d}");

        assertThat(Samples.faults(yaml)).isEqualTo("1:1 the file has 50001 entries, more than 50000. Keep to 50000.");
    }

    @Test
    void longTextIsCutAndShowsNoCredentials() {
        var url = "https://" + "/".repeat(1_000_000) + "secret@host/x";

        assertThat(Samples.faults(Samples.image("source: {url: \"" + url + "\"}")))
                .isEqualTo("3:17 source.url \"https://***\" is too long. Keep to 2048 characters.");
        assertThat(Samples.faults(Samples.image("target: " + "x".repeat(200))))
                .isEqualTo(
                        "4:11 target \"" + "x".repeat(80) + "…\" cannot be read. Write the name of a stage: runtime.");
    }

    @Test
    void manyAliasesAreRefused() {
        var yaml = "- &a {name: a, repository: acme/a}\n" + "- *a\n".repeat(YamlTree.MAX_ALIASES + 1);

        assertThat(Samples.faults(yaml))
                .isEqualTo(
                        "10003:1 YAML: Number of aliases for non-scalar nodes exceeds the specified max=10000. Write the values out.");
    }

    @Test
    void aliasesDoNotMultiplyWithoutLimit() {
        var accept = IntStream.range(0, 400)
                .mapToObj(i -> "{id: CVE-" + i + ", reason: x, until: 2027-01-01}")
                .collect(Collectors.joining(",", "&a [", "]"));
        var more = entries(9_000, "- {name: image-%d, repository: acme/image-%d, scan: {accept: *a}}");

        assertThat(faults(("- {name: a, repository: acme/a, scan: {accept: " + accept + "}}\n" + more)
                        .getBytes(StandardCharsets.UTF_8)))
                .containsExactly("1:13538 image \"image-616\": with this the file has more than 1000000 values.");
    }

    private static String entries(int count, String form) {
        return IntStream.range(0, count)
                .mapToObj(i -> form.replace("%d", Integer.toString(i)))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> faults(byte[] bytes) {
        try {
            CatalogFile.read("images.yaml", bytes, Path.of("/repo"));
            return List.of();
        } catch (CatalogInvalid e) {
            return e.faults().stream()
                    .map(fault -> fault.line() + ":" + fault.column() + " " + fault.text())
                    .toList();
        }
    }
}
