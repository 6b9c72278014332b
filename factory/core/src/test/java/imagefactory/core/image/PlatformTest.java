package imagefactory.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/amd64",
        "linux/x86_64, linux/amd64",
        "linux/x86-64, linux/amd64",
        "linux/amd64/v1, linux/amd64",
        "linux/amd64/v3, linux/amd64/v3",
        "linux/aarch64, linux/arm64",
        "linux/arm64/v8, linux/arm64",
        "linux/arm64/v9, linux/arm64/v9",
        "linux/arm, linux/arm/v7",
        "linux/armhf, linux/arm/v7",
        "linux/arm/v6, linux/arm/v6",
        "linux/s390x, linux/s390x",
        "windows/amd64, windows/amd64",
    })
    void writtenAsContainerdNormalisesIt(String text, String normal) {
        assertThat(Platform.parse(text)).hasToString(normal);
        assertThat(Platform.parse(normal)).isEqualTo(Platform.parse(text));
    }

    @Test
    void anIndexMaySayAnEmptyVariant() {
        assertThat(Platform.of("linux", "amd64", Optional.of(""))).isEqualTo(Platform.LINUX_AMD64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "linux",
                "linux/",
                "/amd64",
                "linux//",
                "linux/amd64/",
                "linux/amd64/v1/x",
                "Linux/amd64",
                "linux/../amd64",
                "linux/amd 64",
                "linux/amd64\n",
                "linux/-amd64",
            })
    void whatIsNoPlatformIsRefused(String text) {
        assertThatThrownBy(() -> Platform.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
