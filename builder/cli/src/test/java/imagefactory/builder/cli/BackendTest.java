package imagefactory.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.dockerfile.Arguments;
import imagefactory.core.dockerfile.Dockerfile;
import imagefactory.core.image.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendTest {
    private static final Backend OLD = new Backend(1, 28, 2);
    private static final Backend NEW = new Backend(1, 39, 0);

    @Test
    void versionIsReadFromWhatBuildahPrints() {
        assertThat(Backend.parse("buildah version 1.28.2 (image-spec 1.1.0-rc2, runtime-spec 1.0.2-dev)\n"))
                .contains(OLD);
        assertThat(Backend.parse("buildah version 1.39.0-dev (image-spec 1.1.0)"))
                .contains(NEW);
        assertThat(Backend.parse("podman version 4.3.1")).isEmpty();
        assertThat(OLD).hasToString("buildah 1.28.2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RUN <<EOF\\necho\\nEOF        | 36
            COPY <<EOF /x\\necho\\nEOF    | 36
            ADD <<EOF /x\\necho\\nEOF     | 36
            COPY --exclude=a b c         | 38
            RUN --network=none x         | 30
            HEALTHCHECK --start-interval=5s CMD x | 37
            """)
    void newerBuildahIsNamedWhereItWouldDo(String line, int since) throws Exception {
        assertThatThrownBy(() -> check(OLD, line))
                .hasMessageContaining("build-unsupported: Line 2 uses ")
                .hasMessageContaining(", which buildah 1.28.2 cannot do. Build with buildah 1." + since);
        check(NEW, line);
        check(new Backend(2, 0, 0), line);
    }

    @ParameterizedTest
    @CsvSource({"COPY --link a b", "COPY --parents a b", "RUN --mount=type=ssh x", "RUN --security=insecure x"})
    void whatNoBuildahCanDoSaysSo(String line) {
        assertThatThrownBy(() -> check(NEW, line))
                .hasMessageContaining("cannot do. Write it without; no version of buildah up to 1.39 has it.");
    }

    @ParameterizedTest
    @CsvSource({
        "COPY --chown=1 --chmod=755 a b",
        "RUN --mount=type=cache,target=/x y",
        "RUN --mount=type=tmpfs,target=/x y",
        "ADD https://example.org/x /y",
        "SHELL [\"/bin/bash\"]",
        "ONBUILD RUN x",
        "HEALTHCHECK NONE"
    })
    void theOrdinaryIsDoneByAll(String line) throws Exception {
        check(OLD, line);
    }

    @Test
    void stageThatIsNotReachedMayUseAnything() throws Exception {
        OLD.check(Dockerfile.parse("FROM scratch AS a\nCOPY --link a b\nFROM scratch\n")
                .resolve(Arguments.on(Platform.LINUX_AMD64)));
    }

    @Test
    void onlyTheUsualFrontendIsUnderstood() throws Exception {
        var usual = Dockerfile.parse("# syntax=docker/dockerfile:1.7\nFROM scratch\n");
        var foreign = Dockerfile.parse("# syntax=example.org/frontend:1\nFROM scratch\n");

        OLD.check(usual.resolve(Arguments.on(Platform.LINUX_AMD64)));
        assertThatThrownBy(() -> OLD.check(foreign.resolve(Arguments.on(Platform.LINUX_AMD64))))
                .hasMessage("build-unsupported: # syntax=example.org/frontend:1 names a frontend that buildah 1.28.2"
                        + " cannot run. Remove the line, or build with BuildKit.");
    }

    private static void check(Backend backend, String line) throws Exception {
        backend.check(Dockerfile.parse("FROM scratch\n" + line.replace("\\n", "\n") + "\n")
                .resolve(Arguments.on(Platform.LINUX_AMD64)));
    }
}
