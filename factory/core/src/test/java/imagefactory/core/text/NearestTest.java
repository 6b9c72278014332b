package imagefactory.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> WORDS = List.of("platforms", "platform", "source", "from", "dockerfile");

    @Test
    void slipsLettersCaseAndHyphensAreForgiven() {
        assertThat(Nearest.to("platfrom", WORDS)).contains("platform");
        assertThat(Nearest.to("docker-File", WORDS)).contains("dockerfile");
        assertThat(Nearest.to("dokerflie", WORDS)).contains("dockerfile");
    }

    @Test
    void shortWordForgivesLessThanALongOne() {
        assertThat(Nearest.to("form", WORDS)).contains("from");
        assertThat(Nearest.to("farms", WORDS)).isEmpty();
    }

    @Test
    void firstOfThoseThatAreAsNearIsMeant() {
        assertThat(Nearest.to("ab1", List.of("abc", "abd"))).contains("abc");
    }

    @Test
    void wordWithoutAnEndIsNotCompared() {
        assertThat(Nearest.to("source".repeat(1000), WORDS)).isEmpty();
    }
}
