package imagefactory.oci.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChallengeTest {
    @Test
    void bearerIsReadWithItsParameters() {
        var header = "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\","
                + "scope=\"repository:library/debian:pull,push\",error=\"invalid_token\"";

        assertThat(Challenge.parse(List.of(header)))
                .containsExactly(new Challenge(
                        "bearer",
                        Map.of(
                                "realm", "https://auth.docker.io/token",
                                "service", "registry.docker.io",
                                "scope", "repository:library/debian:pull,push",
                                "error", "invalid_token")));
    }

    @Test
    void severalInOneHeaderAndInSeveral() {
        var both = "BASIC realm=\"a \\\"quoted\\\" name\", Bearer Realm = https://x/token , service=y";

        assertThat(Challenge.parse(List.of(both, "Negotiate")))
                .containsExactly(
                        new Challenge("basic", Map.of("realm", "a \"quoted\" name")),
                        new Challenge("bearer", Map.of("realm", "https://x/token", "service", "y")),
                        new Challenge("negotiate", Map.of()));
    }

    @Test
    void whatCannotBeReadIsLeftOut() {
        assertThat(Challenge.parse(List.of("", "=\"x\"", "Bearer realm=\"unended", "x".repeat(10_000))))
                .extracting(Challenge::scheme)
                .containsExactly("bearer");
    }

    @Test
    void nonsenseEndsQuickly() {
        var letters = "Bearer realm=\"\\, \t=x".toCharArray();
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder();
            for (int i = 0; i < random.nextInt(400); i++) {
                text.append(letters[random.nextInt(letters.length)]);
            }
            assertThat(Challenge.parse(List.of(text.toString())))
                    .as("seed %d", seed)
                    .hasSizeLessThanOrEqualTo(10);
        }
    }
}
