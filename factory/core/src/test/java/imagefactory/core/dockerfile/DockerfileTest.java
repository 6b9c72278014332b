package imagefactory.core.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import imagefactory.core.dockerfile.ResolvedDockerfile.Needed;
import imagefactory.core.dockerfile.Stage.Base;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DockerfileTest {
    private static final Platform AMD = Platform.LINUX_AMD64;
    private static final Platform ARM = Platform.LINUX_ARM64;
    private static final Arguments CROSS = new Arguments(Map.of(), ARM, AMD, Optional.empty());

    @Test
    void aStageIsFoundInAnyCaseWhereBuildKitWouldLookForAnImageThatCannotBe() throws DockerfileInvalid {
        var resolved = resolve("FROM alpine AS MyStage\nFROM MyStage\n");

        assertThat(resolved.stages().get(1).base()).isEqualTo(new Base.Earlier(0, "MyStage"));
    }

    @Test
    void eachReferenceHasThePlatformThatIsTakenOfIt() throws DockerfileInvalid {
        var resolved = resolve("""
                # syntax=docker/dockerfile:1.7
                FROM --platform=$BUILDPLATFORM golang:1.22 AS build
                COPY --from=busybox /bin/sh /bin/
                FROM build AS test
                FROM alpine
                COPY --from=build /app /app
                """);

        assertThat(resolved.needed(AMD))
                .containsExactly(
                        new Needed(ImageRef.parse("golang:1.22"), AMD),
                        new Needed(ImageRef.parse("busybox"), ARM),
                        new Needed(ImageRef.parse("alpine"), ARM),
                        new Needed(ImageRef.parse("docker/dockerfile:1.7"), AMD));
        assertThat(resolved.reachableImages())
                .containsExactly(ImageRef.parse("golang:1.22"), ImageRef.parse("busybox"), ImageRef.parse("alpine"));
        assertThat(resolved.reached()).containsExactly(0, 2);
    }

    @Test
    void theBaseIsTheImageAtTheBottomOfTheTarget() throws DockerfileInvalid {
        var file = Dockerfile.parse(
                "FROM --platform=linux/amd64 debian AS a\nFROM a AS b\nFROM b AS c\nFROM scratch AS d\nCOPY --from=c / /\n");

        assertThat(file.resolve(CROSS.withStage("C")).base()).contains(new Needed(ImageRef.parse("debian"), AMD));
        assertThat(file.resolve(CROSS).base()).isEmpty();
    }

    @Test
    void buildArgumentsReachOnlyTheStagesThatDeclareThem() throws DockerfileInvalid {
        var file = Dockerfile.parse("""
                ARG A=global
                ARG B=global
                FROM scratch
                ARG A
                ARG B=stage
                ARG D=${A}-${C:-none}
                ENV E=$D A=env
                ADD https://x.invalid/$A/$B/$C/$D/$E /x
                """);

        assertThat(file.resolve(CROSS).untracked())
                .containsExactly(new Untracked("https://x.invalid/env/stage//global-none/global-none", 8, 0));
        assertThat(file.resolve(CROSS.withBuildArgs(Map.of("A", "given", "C", "given")))
                        .untracked())
                .containsExactly(new Untracked("https://x.invalid/env/stage//given-none/given-none", 8, 0));
    }

    @Test
    void whatTheOciFormatWouldLoseIsSaid() throws DockerfileInvalid {
        var resolved = resolve("""
                FROM alpine AS unreached
                HEALTHCHECK NONE
                FROM alpine AS build
                SHELL ["/bin/ash", "-c"]
                FROM build
                HEALTHCHECK CMD true
                ONBUILD RUN true
                """);

        assertThat(resolved.lostInOciFormat())
                .containsExactly(
                        new Use(Feature.SHELL, 4, 1),
                        new Use(Feature.HEALTHCHECK, 6, 2),
                        new Use(Feature.ONBUILD, 7, 2));
    }

    @Test
    void whatNotEveryBuilderCanDoIsListedWithItsLine() throws DockerfileInvalid {
        var resolved = resolve("""
                FROM alpine
                COPY --link --chmod=644 <<EOF /x
                y
                EOF
                RUN --mount=type=cache,target=/c --mount=type=secret,id=t --network=none <<EOF
                z
                EOF
                ADD --checksum=sha256:0000000000000000000000000000000000000000000000000000000000000000 https://x.invalid/a /a
                ADD git@github.com:acme/app.git#main /src
                COPY --parents --exclude=*.md a b
                """);

        assertThat(resolved.uses())
                .containsExactly(
                        new Use(Feature.COPY_CHMOD, 2, 0),
                        new Use(Feature.COPY_HEREDOC, 2, 0),
                        new Use(Feature.COPY_LINK, 2, 0),
                        new Use(Feature.RUN_MOUNT_CACHE, 5, 0),
                        new Use(Feature.RUN_MOUNT_SECRET, 5, 0),
                        new Use(Feature.RUN_HEREDOC, 5, 0),
                        new Use(Feature.RUN_NETWORK, 5, 0),
                        new Use(Feature.ADD_CHECKSUM, 8, 0),
                        new Use(Feature.ADD_URL, 8, 0),
                        new Use(Feature.ADD_GIT, 9, 0),
                        new Use(Feature.COPY_EXCLUDE, 10, 0),
                        new Use(Feature.COPY_PARENTS, 10, 0));
    }

    @Test
    void featuresAreNamedInTheWordsOfADockerfile() {
        assertThat(Feature.COPY_LINK).hasToString("COPY --link");
        assertThat(Feature.RUN_MOUNT_CACHE).hasToString("RUN --mount=type=cache");
        assertThat(Feature.ADD_KEEP_GIT_DIR).hasToString("ADD --keep-git-dir");
        assertThat(Feature.RUN_HEREDOC).hasToString("RUN heredoc");
        assertThat(Feature.HEALTHCHECK_START_INTERVAL).hasToString("HEALTHCHECK --start-interval");
        assertThat(Feature.SHELL).hasToString("SHELL");
    }

    @Test
    void sourcesOfAddThatNothingPinsAreWarnedOf() throws DockerfileInvalid {
        var commit = "0123456789abcdef0123456789abcdef01234567";
        var resolved = resolve("""
                FROM alpine
                ARG V=2
                ADD https://x.invalid/a-$V.tgz ./local /x/
                ADD https://github.com/acme/app.git#%s:sub /a
                ADD https://github.com/acme/app.git?commit=%s /b
                ADD https://github.com/acme/app.git#v1 /c
                """.formatted(commit, commit));

        assertThat(resolved.untracked().stream().map(Untracked::warning))
                .containsExactly(
                        "Line 3: changes of https://x.invalid/a-2.tgz are not noticed. Give --checksum=sha256:….",
                        "Line 6: changes of https://github.com/acme/app.git#v1 are not noticed. Name a commit behind #, or give --checksum.");
    }

    @Test
    void variablesThatABaseImageMaySetAreNoFault() throws DockerfileInvalid {
        var resolved =
                resolve("FROM alpine\nEXPOSE $PORT\nSTOPSIGNAL $SIGNAL\nWORKDIR ${HOME:?}\nCOPY --chmod=$MODE a b\n");

        assertThat(resolved.stages()).hasSize(1);
    }

    @Test
    void aFaultHasLineAndColumn() {
        var invalid = invalid("ARG TAG\n  FROM alpine:${TAG}\n");

        assertThat(invalid.line()).hasValue(2);
        assertThat(invalid.column()).hasValue(8);
        assertThat(invalid.problem())
                .isEqualTo(new Problem(
                        Problem.Code.DOCKERFILE_INVALID,
                        "Line 2: the image of FROM alpine:${TAG} is not determined: ARG TAG has no value.",
                        "Give TAG as a build argument, or write ARG TAG=value before the first FROM."));
    }

    @Test
    void limitsAreHeld() {
        assertThat(invalid("FROM alpine\n#" + "x".repeat(1 << 20)).problem().text())
                .isEqualTo("The Dockerfile has 1048589 bytes, 1 MiB are allowed.");
        assertThat(invalid("FROM alpine\nRUN " + "x".repeat(65_532)).problem().text())
                .isEqualTo("Line 2: the line is longer than 65535 bytes.");
        assertThat(invalid("FROM alpine\n" + "RUN x\n".repeat(20_000)).problem().text())
                .isEqualTo("Line 20001: there are more than 20000 instructions.");
        assertThat(invalid("FROM alpine\n".repeat(1_001)).problem().text())
                .isEqualTo("The Dockerfile has 1001 stages, 1000 are allowed.");
    }

    @Test
    void valuesThatDoubleWithEachLineAreStopped() {
        var lines = IntStream.range(0, 60).mapToObj(i -> "ENV A=$A$A").collect(Collectors.joining("\n"));

        assertThat(invalid("FROM alpine\nENV A=0123456789\n" + lines).problem().text())
                .contains("1 MiB");
    }

    @Test
    void longChainsOfStagesAreFollowed() throws DockerfileInvalid {
        var stages = IntStream.range(1, 1_000)
                .mapToObj(i -> "FROM s%d AS s%d\nCOPY --from=s%d / /\n".formatted(i - 1, i, i - 1))
                .collect(Collectors.joining());

        assertThat(resolve("FROM alpine AS s0\n" + stages).base()).contains(new Needed(ImageRef.parse("alpine"), ARM));
    }

    @Test
    void triggersThatMultiplyAreStopped() {
        var trigger = "ONBUILD RUN <<EOF\n" + "x\n".repeat(100_000) + "EOF\n";
        var children = IntStream.range(0, 100)
                .mapToObj(i -> "FROM base AS c%d\n".formatted(i))
                .collect(Collectors.joining());
        var copies = IntStream.range(0, 100)
                .mapToObj(i -> "COPY --from=c%d / /\n".formatted(i))
                .collect(Collectors.joining());

        assertThat(invalid("FROM alpine AS base\n" + trigger + children + "FROM alpine\n" + copies)
                        .problem()
                        .text())
                .isEqualTo("Line 2: the triggers of ONBUILD run too often.");
    }

    @Test
    void bytesThatAreNoUtf8AreReadAllTheSame() throws DockerfileInvalid {
        var bytes = "FROM alpine\nMAINTAINER Jos\u00e9\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

        assertThat(Dockerfile.parse(bytes).instructions()).hasSize(2);
    }

    @Test
    void aMissingStageIsToldWithTheNearest() {
        assertThatThrownBy(() -> Dockerfile.parse("FROM alpine AS runtime\n").resolve(CROSS.withStage("runtim")))
                .hasMessage(
                        "dockerfile-invalid: The Dockerfile has no stage \"runtim\" to build. Did you mean runtime?");
    }

    private static ResolvedDockerfile resolve(String text) throws DockerfileInvalid {
        return Dockerfile.parse(text).resolve(CROSS);
    }

    private static DockerfileInvalid invalid(String text) {
        return catchThrowableOfType(DockerfileInvalid.class, () -> resolve(text));
    }
}
