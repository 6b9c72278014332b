package imagefactory.kargo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final String LEGAL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    @Test
    void plainNamesStayAsTheyAre() {
        assertThat(Names.of("portal")).isEqualTo("portal");
        assertThat(Names.of("portal", "prod")).isEqualTo("portal--prod");
    }

    @Test
    void referencesBecomeReadable() {
        assertThat(Names.of("docker.io/library/debian:12")).isEqualTo("docker-io-library-debian-12-2c6047a3");
        assertThat(Names.of("alpine@sha256:4b7c")).matches("alpine-sha256-4b7c-[0-9a-f]{8}");
        assertThat(Names.of("ÄÖÜ")).matches("x-[0-9a-f]{8}");
        assertThat(Names.of("")).matches("x-[0-9a-f]{8}");
    }

    @Test
    void longNamesAreCut() {
        assertThat(Names.of("a".repeat(63))).hasSize(63);
        assertThat(Names.of("a".repeat(63), "prod")).hasSize(63).matches("a{54}-[0-9a-f]{8}");
        assertThat(Names.of("a".repeat(53) + "-" + "b".repeat(20))).matches("a{53}-[0-9a-f]{8}");
    }

    @Test
    void joinsCannotBeTakenForEachOther() {
        assertThat(Names.of("a-b", "c")).isNotEqualTo(Names.of("a", "b-c"));
        assertThat(Names.of("a--b", "c")).isNotEqualTo(Names.of("a", "b--c")).isNotEqualTo(Names.of("a", "b", "c"));
        assertThat(Names.of("a--b")).isNotEqualTo(Names.of("a", "b"));
    }

    @Test
    void nameThatLooksMadeIsNoRefuge() {
        var made = Names.of("docker.io/library/debian:12");

        assertThat(Names.of(made)).isNotEqualTo(made);
    }

    @Test
    void namesOfDifferentThingsAreLegalAndDifferent() {
        long seed = 20_261_121;
        var random = new Random(seed);
        var letters = "ab1-./:@_AÄ";
        var seen = new HashMap<String, String>();
        for (int i = 0; i < 20_000; i++) {
            var parts = new String[1 + random.nextInt(2)];
            for (int part = 0; part < parts.length; part++) {
                parts[part] = text(letters, random);
            }
            var thing = parts.length + " " + String.join(" ", parts);

            var name = Names.of(parts);

            assertThat(name).as("seed %d: %s", seed, thing).matches(LEGAL);
            assertThat(seen.putIfAbsent(name, thing))
                    .as("seed %d: %s", seed, name)
                    .isIn(null, thing);
        }
    }

    private static String text(String letters, Random random) {
        var text = new StringBuilder();
        int length = random.nextInt(10) == 0 ? 100 : random.nextInt(6);
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
