package imagefactory.core.build;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Platform;
import imagefactory.core.registry.Descriptor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkTest {
    private static final Descriptor BARE =
            new Descriptor("application/json", Bytes.utf8("m").digest(), 1);
    private static final Mark MARK = new Mark(Bytes.utf8("inputs").digest(), "2026-03-01T09:40:31Z");

    @Test
    void whatIsMarkedIsReadBack() {
        assertThat(Mark.of(BARE.in(Platform.LINUX_AMD64, MARK.annotations()))).contains(MARK);
    }

    @Test
    void strangersIndexCarriesNone() {
        assertThat(Mark.of(BARE)).isEmpty();
        assertThat(Mark.of(BARE.in(Platform.LINUX_AMD64, Map.of(Mark.INPUTS, "latest"))))
                .isEmpty();
    }

    @Test
    void noEpochIsTheEmptyOne() {
        var inputs = MARK.inputs().value();

        assertThat(Mark.of(BARE.in(Platform.LINUX_AMD64, Map.of(Mark.INPUTS, inputs))))
                .contains(new Mark(MARK.inputs(), ""));
    }
}
