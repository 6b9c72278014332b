package imagefactory.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.cli.terminal.Ink;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsWhatIsSeenInThem() {
        var table = new Table("A", "B")
                .row(new Ink(true).good("✓ yes"), "x\nlonger")
                .row("no", "");

        assertThat(table).hasToString("""
                A      B
                \033[32m✓ yes\033[0m  x
                       longer
                no""");
    }

    @Test
    void rowOfAnotherWidthIsAMistake() {
        assertThatThrownBy(() -> new Table("A").row("1", "2")).hasMessage("a row of 2 cells in a table of 1");
    }
}
