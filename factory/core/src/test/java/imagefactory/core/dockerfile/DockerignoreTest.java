package imagefactory.core.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DockerignoreTest {
    /** The {@code expected} files are written by src/test/go/dockerfile-oracle with moby/patternmatcher. */
    static Stream<Cases> keepsWhatBuildKitKeeps() {
        return Cases.of("dockerignore").stream();
    }

    @ParameterizedTest
    @MethodSource
    void keepsWhatBuildKitKeeps(Cases one) {
        assertThat(kept(one)).isEqualTo(one.text("expected"));
    }

    @Test
    void aPatternThatCannotBeReadIsToldWithItsLine() {
        assertThatThrownBy(() -> Dockerignore.parse("a\n[b\n"))
                .isInstanceOfSatisfying(DockerfileInvalid.class, invalid -> {
                    assertThat(invalid.line()).hasValue(2);
                    assertThat(invalid.problem().text()).isEqualTo("Line 2: the pattern \"[b\" cannot be read.");
                    assertThat(invalid.problem().advice()).isEqualTo("Close its bracket, or escape it.");
                });
    }

    @Test
    void theFileBesideTheDockerfileWinsOverThatOfTheContext() {
        assertThat(Dockerignore.places("apps/portal/Dockerfile", "apps/portal"))
                .containsExactly("apps/portal/Dockerfile.dockerignore", "apps/portal/.dockerignore");
        assertThat(Dockerignore.places("./build/app.Dockerfile", "."))
                .containsExactly("build/app.Dockerfile.dockerignore", ".dockerignore");
        assertThat(Dockerignore.places("Dockerfile", "")).containsExactly("Dockerfile.dockerignore", ".dockerignore");
    }

    @Test
    void withoutAFileEverythingStays() {
        assertThat(Dockerignore.none().keep(List.of("b", "a/c"))).containsExactly("b", "a/c");
    }

    @Test
    void patternsOfManyStarsTakeNoTime() throws DockerfileInvalid {
        var ignore = Dockerignore.parse("**/a*".repeat(40) + "b\n");
        var path = "a/".repeat(100) + "a".repeat(200);

        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(ignore.keep(List.of(path))).hasSize(1));
    }

    @Test
    void aLargeContextIsDecidedQuickly() throws DockerfileInvalid {
        var ignore = Dockerignore.parse("**/node_modules\n*.log\n**/*.tmp\n!keep.tmp\ndist/**\n");
        var paths = IntStream.range(0, 100_000)
                .mapToObj(i -> "src/p%d/q%d/f%d.%s".formatted(i % 50, i % 500, i, i % 10 == 0 ? "tmp" : "java"))
                .collect(Collectors.toList());

        Assertions.assertTimeout(
                Duration.ofSeconds(10), () -> assertThat(ignore.keep(paths)).hasSize(90_000));
    }

    @Test
    void manyPatternsAndManyFilesAreDecidedQuickly() throws DockerfileInvalid {
        var ignore = Dockerignore.parse(
                IntStream.range(0, 200).mapToObj("**/x%d*/**/y*z\n"::formatted).collect(Collectors.joining()));
        var paths = IntStream.range(0, 1_000)
                .mapToObj(i -> "packages/p%d/src/main/java/com/acme/File%d.java".formatted(i % 10, i))
                .toList();

        Assertions.assertTimeout(
                Duration.ofSeconds(20), () -> assertThat(ignore.keep(paths)).hasSize(1_000));
    }

    @Test
    void aBackslashBeforeALetterIsGosPlaceInAWord() throws DockerfileInvalid {
        var ignore = Dockerignore.parse("**\\bin\nobj\\B\n");

        assertThat(ignore.keep(List.of("in", "src/in", "bin", "obj"))).containsExactly("bin", "obj");
    }

    private static String kept(Cases one) {
        try {
            return Dockerignore.parse(one.bytes("dockerignore"))
                    .keep(one.text("paths").lines().toList())
                    .stream()
                    .map(path -> path + "\n")
                    .collect(Collectors.joining());
        } catch (DockerfileInvalid e) {
            return "error\n";
        }
    }
}
