package imagefactory.kargo.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class YamlValueTest {
    private static final String NEW = "localhost:5000/acme/portal@sha256:4be1";

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("image: old # ours\nother: 1\n", "image", "image: NEW # ours\nother: 1\n"),
                Arguments.of(
                        "# head\na:\n    b: {image: old, x: 1}\n",
                        "a.b.image",
                        "# head\na:\n    b: {image: NEW, x: 1}\n"),
                Arguments.of("image: 'old'", "image", "image: 'NEW'"),
                Arguments.of("image: \"old\"\r\nx: 1\r\n", "image", "image: \"NEW\"\r\nx: 1\r\n"),
                Arguments.of("image:\nx: 1\n", "image", "image: NEW\nx: 1\n"),
                Arguments.of("image: # none yet\nx: 1\n", "image", "image: NEW # none yet\nx: 1\n"),
                Arguments.of("image: ~\n", "image", "image: NEW\n"),
                Arguments.of("\ud83d\ude00: 1\nimage: old\n", "image", "\ud83d\ude00: 1\nimage: NEW\n"),
                Arguments.of("list:\n- image: a\n- image: b\n", "list.1.image", "list:\n- image: a\n- image: NEW\n"),
                Arguments.of("---\nx: 1\n---\nimage: old\n", "image", "---\nx: 1\n---\nimage: NEW\n"),
                Arguments.of("image: NEW\n", "image", "image: NEW\n"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void oneValueIsSetAndTheRestStaysAsItWasWritten(String file, String key, String expected) throws Exception {
        assertThat(YamlValue.set(file.replace("NEW", NEW), key, NEW)).isEqualTo(expected.replace("NEW", NEW));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("x: 1\n", "has no key image"),
                Arguments.of("", "has no key image"),
                Arguments.of("image: {tag: 1}\n", "has more than a single value at line 1"),
                Arguments.of("image: |\n  old\n", "has a block of text at line 1"),
                Arguments.of("image: a\nimage: b\n", "has the key image twice"),
                Arguments.of("image: a\n---\nimage: b\n", "has the key image in 2 documents"),
                Arguments.of("a: &x old\nimage: *x\n", "has an anchor (&x) there, which others may use"),
                Arguments.of("image: &x old\na: *x\n", "has an anchor (&x) there, which others may use"),
                Arguments.of("image: [\n", "is no YAML: while parsing a flow node"),
                Arguments.of("[".repeat(5000), "is no YAML: Nesting Depth exceeded max 50"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void aFileThatHasNoSuchValueIsLeftAlone(String file, String why) {
        assertThatThrownBy(() -> YamlValue.set(file, "image", NEW))
                .isInstanceOf(NotEditable.class)
                .hasMessageStartingWith(why);
    }

    @Test
    void aTemplateIsNoYaml() {
        assertThatThrownBy(() -> YamlValue.set("{{ if .x }}\nimage: a\n{{ end }}\n", "image", NEW))
                .isInstanceOf(NotEditable.class);
    }
}
