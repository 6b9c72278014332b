package imagefactory.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuilderFaultTest {
    @TempDir
    Path folder;

    @Test
    void faultOfTheBuilderIsReportedAsOne() throws Exception {
        var metadata = folder.resolve("metadata.json");
        var said = new ByteArrayOutputStream();
        var err = new PrintStream(said, true, StandardCharsets.UTF_8);

        var code = new Builder(Map.of(), new Broken(), err).run(List.of("--help", "--metadata-file=" + metadata));

        assertThat(code).isEqualTo(ExitCode.BUILDER_FAULT);
        assertThat(Files.readString(metadata))
                .contains("\"code\":\"factory-fault\"")
                .contains("The builder has a fault: java.lang.IllegalStateException: no words.");
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("at imagefactory.builder.cli.");
    }

    @Test
    void folderThatCannotBeUsedIsReportedToo() throws Exception {
        var file = Files.createFile(folder.resolve("file"));
        var metadata = folder.resolve("metadata.json");
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

        var code = new Builder(Map.of(), nowhere, nowhere)
                .run(List.of("--context=" + folder, "--no-push", "--work-dir=" + file, "--metadata-file=" + metadata));

        assertThat(code).isEqualTo(ExitCode.BUILDER_FAULT);
        assertThat(Files.readString(metadata)).contains("Check space and permissions of --work-dir");
    }

    private static final class Broken extends PrintStream {
        Broken() {
            super(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        }

        @Override
        public void println(String text) {
            throw new IllegalStateException("no words");
        }
    }
}
