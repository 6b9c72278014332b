package imagefactory.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.dockerfile.Arguments;
import imagefactory.core.dockerfile.Dockerfile;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PinnedDockerfileTest {
    private static final Digest ONE = new Digest("sha256:" + "1".repeat(64));
    private static final Digest TWO = new Digest("sha256:" + "2".repeat(64));
    private static final Pins NONE = new Pins(List.of());
    private static final Pins PINS = new Pins(List.of(
            new Order.PinWord(ImageRef.parse("debian:12"), Optional.of(Platform.LINUX_ARM64), ONE),
            new Order.PinWord(ImageRef.parse("debian:12"), Optional.of(Platform.LINUX_AMD64), TWO),
            new Order.PinWord(ImageRef.parse("host:5000/tools"), Optional.empty(), TWO)));

    @Test
    void everyReferenceStandsWithTheDigestOfItsPlatform() throws Exception {
        var pinned = pinned("""
                ARG BASE=debian:12
                FROM --platform=$BUILDPLATFORM ${BASE} AS Build
                COPY --chown=1:1 --from=host:5000/tools /a /b
                FROM ${BASE}
                COPY --from=build /b /b
                RUN --mount=from=host:5000/tools,target=/t \\
                    --mount=type=cache,target=/c \\
                    make
                """, PINS);

        assertThat(pinned.text()).isEqualTo("""
                        ARG BASE=debian:12
                        FROM --platform=linux/amd64 docker.io/library/debian@%2$s AS build
                        COPY --chown=1:1 --from=host:5000/tools@%2$s /a /b
                        FROM docker.io/library/debian@%1$s
                        COPY --from=build /b /b
                        RUN --mount=from=host:5000/tools@%2$s,target=/t,consistency=mounted \\
                            --mount=type=cache,target=/c \\
                            make
                        """.formatted(ONE, TWO));
        assertThat(pinned.cacheable()).isTrue();
    }

    @Test
    void commentsInsideAnInstructionAreNotTakenForIt() throws Exception {
        var pinned = pinned("""
                FROM scratch
                COPY \\
                  # was --from=debian:11
                  # --from=debian:12
                  --from=debian:12 /a /b
                """, PINS);

        assertThat(pinned.text()).contains("# --from=debian:12\n  --from=docker.io/library/debian@");
    }

    @Test
    void stagesHaveOneSpellingAndLinesStayWhereTheyAre() throws Exception {
        var pinned = pinned("""
                # syntax=docker/dockerfile:1
                FROM scratch AS Base
                from \\
                  BASE as Next
                COPY --from=0 a b
                FROM next
                RUN --mount=type=bind,from=Base,target=/b <<EOF
                COPY --from=Base x y
                EOF
                """, NONE);

        assertThat(pinned.text()).isEqualTo("""
                        # syntax=docker/dockerfile:1
                        FROM scratch AS base
                        FROM base AS next

                        COPY --from=base a b
                        FROM next
                        RUN --mount=type=bind,from=base,target=/b,consistency=mounted <<EOF
                        COPY --from=Base x y
                        EOF
                        """);
    }

    @Test
    void withoutPinsNamesAreOnlyWrittenInFull() throws Exception {
        assertThat(pinned("FROM debian\n", NONE).text()).isEqualTo("FROM docker.io/library/debian:latest\n");
    }

    @Test
    void stageThatIsNotReachedNeedsNoPin() throws Exception {
        assertThat(pinned("FROM nowhere AS unused\nFROM host:5000/tools\n", PINS)
                        .text())
                .isEqualTo("FROM docker.io/library/nowhere:latest AS unused\nFROM host:5000/tools@" + TWO + "\n");
    }

    @Test
    void reachedReferenceWithoutAPinIsRefused() {
        assertThatThrownBy(() -> pinned("FROM host:5000/tools\nCOPY --from=other /a /b\n", PINS))
                .isInstanceOf(Refused.class)
                .hasMessage("bad-request: Line 2 names docker.io/library/other:latest, for which there is no pin for"
                        + " linux/arm64. Give --pin for each image that the target reaches, or none at all.");
    }

    @Test
    void mountWhoseContentCannotBeNamedIsNotCached() throws Exception {
        assertThat(pinned("FROM scratch AS s\nFROM scratch\nRUN --mount=type=cache,from=s,target=/c x\n", NONE)
                        .cacheable())
                .isFalse();
    }

    @Test
    void spellingThatCannotBeReplacedIsRefused() {
        assertThatThrownBy(() -> pinned("FROM scratch\nCOPY --fr\\\nom=debian:12 a b\n", PINS))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("build-unsupported: Line 2");
    }

    private static PinnedDockerfile pinned(String text, Pins pins) throws Exception {
        var file = Dockerfile.parse(text);
        var resolved =
                file.resolve(new Arguments(Map.of(), Platform.LINUX_ARM64, Platform.LINUX_AMD64, Optional.empty()));
        return PinnedDockerfile.of(file, text, resolved, pins, "mounted");
    }
}
