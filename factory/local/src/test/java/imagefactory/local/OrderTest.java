package imagefactory.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {
    @Test
    void aFolderIsEnoughForThisMachine() {
        assertThat(Order.of(List.of("--dir", "/d/../x")))
                .contains(new Order(Path.of("/x"), new Voice.Plain(), new Reach.Machine()));
        assertThat(Order.of(List.of("--json", "--dir", "/x")))
                .contains(new Order(Path.of("/x"), new Voice.Json(), new Reach.Machine()));
    }

    @Test
    void inANetworkBothAreOnTheirUsualPorts() {
        assertThat(Order.of(List.of("--dir", "/x", "--host", "kafka.test", "--password", "/p")))
                .contains(new Order(
                        Path.of("/x"), new Voice.Plain(), new Reach.Network("kafka.test", 9092, 5432, Path.of("/p"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--dir",
                "--json",
                "--dir --json",
                "--dir /x more",
                "--dir /x --host h",
                "--dir /x --password p",
                "--dir /x --port 1"
            })
    void whatItDoesNotKnowIsRefused(String line) {
        assertThat(Order.of(List.of(line.split(" ")))).isEmpty();
    }
}
