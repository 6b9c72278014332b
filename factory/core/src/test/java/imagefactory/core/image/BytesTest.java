package imagefactory.core.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BytesTest {
    @Test
    void nobodyChangesThemFromOutside() {
        var given = new byte[] {1, 2, 3};
        var bytes = Bytes.of(given);

        given[0] = 9;
        bytes.array()[1] = 9;

        assertThat(bytes.array()).containsExactly(1, 2, 3);
    }

    @Test
    void theSameContentIsTheSameValue() {
        assertThat(Bytes.utf8("grün")).isEqualTo(Bytes.utf8("grün")).hasSameHashCodeAs(Bytes.utf8("grün"));
        assertThat(Bytes.utf8("grün").utf8()).isEqualTo("grün");
        assertThat(Bytes.utf8("grün").size()).isEqualTo(5);
        assertThat(Bytes.utf8("a")).isNotEqualTo(Bytes.utf8("b"));
    }

    @Test
    void inALogTheyAreASizeAndADigest() {
        assertThat(Bytes.utf8("secret"))
                .asString()
                .startsWith("6 bytes sha256:")
                .doesNotContain("secret");
    }
}
