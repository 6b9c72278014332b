package imagefactory.core.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each case of src/test/resources/dockerfile holds what BuildKit made of it: {@code expected.json} is written by
 * src/test/go/dockerfile-oracle ({@code go run . case ../../resources/dockerfile/*}), never by hand. {@code problem} is how we tell people of those that it refuses.
 */
class DockerfileGoldenTest {
    static Stream<Cases> understood() {
        return Cases.of("dockerfile").stream().filter(one -> !one.has("problem"));
    }

    static Stream<Cases> refused() {
        return Cases.of("dockerfile").stream().filter(one -> one.has("problem"));
    }

    @ParameterizedTest
    @MethodSource
    void understood(Cases one) {
        assertThat(Json.of(Described.of(one.bytes("Dockerfile"), arguments(one))))
                .isEqualTo(one.text("expected.json"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(Cases one) {
        assertThat(one.text("expected.json")).startsWith("{\n  \"error\"");
        assertThat(Described.of(one.bytes("Dockerfile"), arguments(one)))
                .extractingByKey("error")
                .satisfies(error ->
                        assertThat(((Map<?, ?>) error).get("text") + "\n").isEqualTo(one.text("problem")));
    }

    private static Arguments arguments(Cases one) {
        return Described.arguments(one.has("arguments") ? one.text("arguments") : "");
    }
}
