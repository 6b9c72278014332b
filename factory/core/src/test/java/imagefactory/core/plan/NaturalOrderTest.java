package imagefactory.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
    private static final List<String> SORTED = List.of(
            "1.4-9",
            "1.4-10",
            "1.9.0",
            "1.10",
            "1.10.0",
            "20270301-093005",
            "20270301-100000",
            "a",
            "a1",
            "a2",
            "a10",
            "b");

    @Test
    void numbersAreCountedAsPeopleCount() {
        for (int seed = 0; seed < 50; seed++) {
            var shuffled = new ArrayList<>(SORTED);
            Collections.shuffle(shuffled, new Random(seed));

            assertThat(shuffled.stream().sorted(NaturalOrder.OF_TAGS))
                    .as("seed %d", seed)
                    .isEqualTo(SORTED);
        }
    }

    @Test
    void numbersMayBeOfAnyLength() {
        var long1 = "9".repeat(100) + "1";
        var long2 = "9".repeat(100) + "2";

        assertThat(NaturalOrder.OF_TAGS.compare(long1, long2)).isNegative();
        assertThat(NaturalOrder.OF_TAGS.compare("", "1")).isNegative();
        assertThat(NaturalOrder.OF_TAGS.compare("latest", "latest")).isZero();
    }
}
