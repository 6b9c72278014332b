package imagefactory.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.Typed;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
    @TempDir
    Path folder;

    @Test
    void theScriptIsOneThatBashReads() throws Exception {
        var ended = new Typed().type("completion");
        var script = Files.writeString(folder.resolve("completion"), ended.out());

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("image-factory_status", "--watch");
        assertThat(new ProcessBuilder("bash", "-n", script.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void bashFindsCommandsByTheirBeginning() throws Exception {
        var script = Files.writeString(
                folder.resolve("completion"),
                new Typed().type("completion", "bash").out());
        var asked = "source " + script + "; COMP_WORDS=(image-factory st); COMP_CWORD=1; _complete_image-factory;"
                + " echo \"${COMPREPLY[@]}\"";

        var bash = new ProcessBuilder("bash", "-c", asked)
                .redirectErrorStream(true)
                .start();

        assertThat(new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("status\n");
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void anotherShellIsWrongUsage() {
        assertThat(new Typed().type("completion", "fish").err())
                .isEqualTo("bad-request: \"fish\" is no shell that can be helped.\n  Write bash or zsh.\n");
    }
}
