package imagefactory.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void wordsAreColouredOnATerminalUnlessSomebodyMinds() {
        assertThat(Terminal.colours(Map.of(), true)).isTrue();
        assertThat(Terminal.colours(Map.of("NO_COLOR", ""), true)).isTrue();
        assertThat(Terminal.colours(Map.of("NO_COLOR", "1"), true)).isFalse();
        assertThat(Terminal.colours(Map.of(), false)).isFalse();
    }

    @Test
    void withoutColoursAWordIsItself() {
        assertThat(terminal(true).ink().bad("refused")).isEqualTo("\033[31mrefused\033[0m");
        assertThat(terminal(false).ink().bad("refused")).isEqualTo("refused");
    }

    private static Terminal terminal(boolean colours) {
        var nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new Terminal(
                new ByteArrayInputStream(new byte[0]),
                nowhere,
                nowhere,
                new Terminal.Setting(Map.of(), colours, false, Clock.systemUTC(), _ -> {}));
    }
}
