package imagefactory.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.Typed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoverTest {
    private static final String DOCKERFILE = """
            # syntax=docker/dockerfile:1
            ARG GO=1.26
            FROM --platform=$BUILDPLATFORM golang:${GO} AS Build
            RUN go build
            FROM debian:12 AS other
            FROM scratch
            COPY --from=build /app /app
            COPY --from=busybox:1 /bin/sh /bin/sh
            ADD https://example.org/a.tar /
            """;

    @TempDir
    Path folder;

    private String file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(folder.resolve("Dockerfile"), DOCKERFILE).toString();
    }

    @Test
    void machinesReadStagesReferencesAndWhatIsReached() {
        var ended = new Typed().type("discover", file, "--json", "--build-arg", "GO=1.27", "--platform", "linux/amd64");

        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .isEqualTo("[{\"file\":\"" + file
                        + "\",\"reachable\":[\"docker.io/library/golang:1.27\",\"docker.io/library/busybox:1\"],"
                        + "\"references\":[{\"from\":\"FROM\",\"line\":3,\"reference\":\"docker.io/library/golang:1.27\",\"stage\":0},"
                        + "{\"from\":\"FROM\",\"line\":5,\"reference\":\"docker.io/library/debian:12\",\"stage\":1},"
                        + "{\"from\":\"COPY\",\"line\":8,\"reference\":\"docker.io/library/busybox:1\",\"stage\":2}],"
                        + "\"stages\":[{\"index\":0,\"kind\":\"image\",\"name\":\"build\",\"platform\":\"linux/amd64\",\"reference\":\"docker.io/library/golang:1.27\",\"written\":\"golang:${GO}\"},"
                        + "{\"index\":1,\"kind\":\"image\",\"name\":\"other\",\"reference\":\"docker.io/library/debian:12\",\"written\":\"debian:12\"},"
                        + "{\"index\":2,\"kind\":\"scratch\",\"reference\":\"scratch\",\"written\":\"scratch\"}],"
                        + "\"syntax\":\"docker/dockerfile:1\"}]\n");
        assertThat(ended.err())
                .isEqualTo(
                        file
                                + ": Line 9: changes of https://example.org/a.tar are not noticed. Give --checksum=sha256:….\n");
    }

    @Test
    void peopleReadTables() {
        assertThat(new Typed()
                        .type("discover", file, "--platform", "linux/arm64", "--target", "other")
                        .out())
                .isEqualTo(file + """

                          STAGE  NAME   FROM                           PLATFORM
                          0      build  docker.io/library/golang:1.26  linux/amd64
                          1 *    other  docker.io/library/debian:12    linux/arm64
                          2      -      scratch                        linux/arm64
                          IMAGE                          USED BY  LINE  STAGE
                          docker.io/library/golang:1.26  FROM     3     0 (not reached)
                          docker.io/library/debian:12    FROM     5     1
                          docker.io/library/busybox:1    COPY     8     2 (not reached)
                        """);
    }

    @Test
    void faultOfOneFileStopsNoOther() {
        var ended = new Typed().input("FROM debian:12\nRUNN x\n").type("discover", "-", "nowhere", file, "--json");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .startsWith(
                        "[{\"error\":{\"advice\":\"Did you mean RUN?\",\"code\":\"dockerfile-invalid\",\"column\":1,\"line\":2,\"text\":\"Line 2: the instruction \\\"RUNN\\\" is unknown.\"},\"file\":\"-\"},")
                .contains(
                        "{\"error\":{\"advice\":\"Correct the path; it starts from the current folder.\",\"code\":\"dockerfile-missing\",\"text\":\"nowhere cannot be read: there is no such file.\"},\"file\":\"nowhere\"},")
                .contains("{\"file\":\"" + file + "\",\"reachable\"");
    }

    @Test
    void argumentWithoutAValueIsTheEnvironments() {
        var ended = new Typed().with("GO", "9").type("discover", file, "--json", "--build-arg", "GO");

        assertThat(ended.out()).contains("\"docker.io/library/golang:9\"");
    }

    @Test
    void filesOfAGitRepositoryNeedNoWorkingCopy() throws Exception {
        var repository = folder.resolve("mono");
        run("init", "--quiet", "--initial-branch", "live", repository.toString());
        Files.writeString(
                Files.createDirectories(repository.resolve("apps")).resolve("Dockerfile"), "FROM debian:12\n");
        run("-C", repository.toString(), "add", "-A");
        run("-C", repository.toString(), "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "x");
        var typed = new Typed().with("FACTORY_WORK", folder.resolve("work").toString());

        var ended = typed.type(
                "discover",
                "--git",
                repository.toUri().toString(),
                "--branch",
                "live",
                "--json",
                "--",
                "apps/Dockerfile",
                "none");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .contains("\"reachable\":[\"docker.io/library/debian:12\"]", "\"code\":\"dockerfile-missing\"");
    }

    private static void run(String... words) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void wordThatIsNoPlatformIsWrongUsage() {
        assertThat(new Typed().type("discover", file, "--platform", "toaster").code())
                .isEqualTo(2);
    }
}
