package imagefactory.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageRefTest {
    private static final String DIGEST = "sha256:" + "0a".repeat(32);

    @ParameterizedTest
    @CsvSource({
        "debian, docker.io/library/debian:latest",
        "debian:12, docker.io/library/debian:12",
        "acme/portal, docker.io/acme/portal:latest",
        "localhost:5000/portal, localhost:5000/portal:latest",
        "localhost:5000/portal:1.4, localhost:5000/portal:1.4",
        "ghcr.io/acme/portal:V1_a-b.c, ghcr.io/acme/portal:V1_a-b.c",
        "[::1]:5000/portal:1, [::1]:5000/portal:1",
    })
    void readAsDockerReadsIt(String text, String full) {
        assertThat(ImageRef.parse(text)).hasToString(full);
        assertThat(ImageRef.parse(full)).isEqualTo(ImageRef.parse(text));
    }

    @Test
    void aDigestNeedsNoTagAndKeepsTheOneItHas() {
        assertThat(ImageRef.parse("debian@" + DIGEST)).hasToString("docker.io/library/debian@" + DIGEST);
        assertThat(ImageRef.parse("debian:12@" + DIGEST)).hasToString("docker.io/library/debian:12@" + DIGEST);
    }

    @Test
    void aRegistryIsAskedForTheDigestWhereThereIsOne() {
        assertThat(ImageRef.parse("debian:12").reference()).isEqualTo("12");
        assertThat(ImageRef.parse("debian:12@" + DIGEST).reference()).isEqualTo(DIGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":12",
                "debian:",
                "debian:-rf",
                "debian:.hidden",
                "debian:a b",
                "debian:12\n",
                "debian:1:2",
                "debian@",
                "debian@latest",
                "debian@sha256:abc",
                "debian@sha256:abc@sha256:abc",
                "Debian:12",
                "debian:\u0000",
                "debian:ü",
            })
    void whatIsNoReferenceIsRefused(String text) {
        assertThatThrownBy(() -> ImageRef.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBareImageIdIsNoName() {
        assertThatThrownBy(() -> ImageRef.parse("0a".repeat(32)))
                .hasMessage("\"" + "0a".repeat(32) + "\" is the id of an image: its name is needed");
    }

    @Test
    void aTagHasAtMost128Characters() {
        assertThat(ImageRef.parse("debian:" + "1".repeat(128)).tag()).contains("1".repeat(128));
        assertThatThrownBy(() -> ImageRef.parse("debian:" + "1".repeat(129)))
                .hasMessage("\"" + "1".repeat(129)
                        + "\" is not a tag: up to 128 letters, digits, and . _ - that do not begin it");
    }
}
