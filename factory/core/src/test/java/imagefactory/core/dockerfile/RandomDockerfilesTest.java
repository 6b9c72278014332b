package imagefactory.core.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is fed in, the answer is a result or a {@link DockerfileInvalid}; never another exception. */
class RandomDockerfilesTest {
    private static final List<String> PIECES = List.of(
            "FROM ",
            "alpine",
            " AS a",
            "\n",
            "\n",
            "\n",
            "COPY ",
            "RUN ",
            "--from=",
            "--mount=",
            "type=bind,",
            "from=a",
            "ARG ",
            "A=",
            "ENV ",
            "ONBUILD ",
            "$A",
            "${A",
            "}",
            ":-",
            "%%",
            "##",
            "//",
            "/",
            "*",
            "?",
            "\\",
            "\\\n",
            "`",
            "\"",
            "'",
            "<<EOF",
            "<<-'X'",
            "EOF\n",
            "[",
            "]",
            ",",
            "{",
            " ",
            "\t",
            "\r\n",
            "# escape=`\n",
            "# syntax=x\n",
            "HEALTHCHECK ",
            "--interval=",
            "5s",
            "CMD ",
            "EXPOSE ",
            "80",
            "ADD ",
            "https://x/",
            "--chmod=",
            "7",
            "\uFEFF",
            "\u0000",
            "\uD83D\uDE00",
            "\uD83D",
            "-",
            "@sha256:",
            "0",
            "!",
            "**",
            "!a/",
            "[^",
            "scratch",
            "--platform=");

    @Test
    void dockerfilesNeverSurprise() {
        for (long seed = 0; seed < 20_000; seed++) {
            var text = text(seed);
            assertThat(answer(text)).as("seed %s: %s", seed, text).isIn("resolved", "refused");
        }
    }

    @Test
    void ignoreFilesNeverSurprise() {
        for (long seed = 0; seed < 20_000; seed++) {
            var text = text(seed);
            assertThat(ignoreAnswer(text)).as("seed %s: %s", seed, text).isIn("read", "refused");
        }
    }

    private static String text(long seed) {
        var random = new Random(seed);
        var text = new StringBuilder(random.nextBoolean() ? "FROM alpine AS a\n" : "");
        for (int i = random.nextInt(30); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static String answer(String text) {
        try {
            Dockerfile.parse(text).resolve(Arguments.on(imagefactory.core.image.Platform.LINUX_AMD64));
            return "resolved";
        } catch (DockerfileInvalid e) {
            return "refused";
        } catch (RuntimeException | StackOverflowError e) {
            return e.toString();
        }
    }

    private static String ignoreAnswer(String text) {
        try {
            Dockerignore.parse(text).keep(List.of("a", "a/b/c.txt", "\uD83D\uDE00"));
            return "read";
        } catch (DockerfileInvalid e) {
            return "refused";
        } catch (RuntimeException | StackOverflowError e) {
            return e.toString();
        }
    }
}
