package imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code task build IMAGE=… TAG=…} as the originals' Jobs call it, in front of a command line that says what it was asked. */
class OriginalsTaskTest {
    private static final Path TASK = Path.of("../image/task").toAbsolutePath().normalize();

    @TempDir
    Path path;

    @BeforeEach
    void aCommandLineThatRepeats() throws IOException {
        var program = Files.writeString(
                path.resolve("image-factory"), "#!/bin/sh\nprintf '%s\\n' \"$@\" \"$FACTORY_URL\"\nexit 4\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Ended(int code, String said) {}

    private Ended task(Map<String, String> variables, String... words) throws Exception {
        var command = new ArrayList<>(List.of("/bin/sh", TASK.toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", path + ":/usr/bin:/bin");
        builder.environment().putAll(variables);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    @Test
    void theImageIsRebuiltAndItsEndIsTheJobs() throws Exception {
        assertThat(task(Map.of(), "build", "IMAGE=portal", "TAG=1.4"))
                .isEqualTo(
                        new Ended(
                                4,
                                "rebuild\nportal\n--tag\n1.4\n--why\ntask build\n--wait\nhttp://image-factory.image-factory.svc:8080\n"));
    }

    @Test
    void variablesMayComeFromTheEnvironment() throws Exception {
        assertThat(task(Map.of("IMAGE", "portal", "FACTORY_URL", "http://f:1"), "build"))
                .isEqualTo(new Ended(4, "rebuild\nportal\n--why\ntask build\n--wait\nhttp://f:1\n"));
    }

    @Test
    void whatTheOriginalKnewAndThisDoesNotIsSaid() throws Exception {
        assertThat(task(Map.of(), "build", "REGISTRY=r", "IMAGE=portal").said())
                .startsWith(
                        "task: REGISTRY means nothing here; images.yaml says how an image is built\nrebuild\nportal\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "build", "build IMAGE=", "test", "build portal", "build IMAGE=a --force"})
    void anythingElseIsRefused(String line) throws Exception {
        assertThat(task(Map.of(), line.split(" ")))
                .isEqualTo(
                        new Ended(
                                2,
                                "task: this image knows one task, and its variables: task build IMAGE=NAME [TAG=TAG]. See image-factory --help.\n"));
    }
}
