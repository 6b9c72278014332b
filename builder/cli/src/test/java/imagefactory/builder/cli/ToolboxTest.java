package imagefactory.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolboxTest {
    @TempDir
    Path work;

    @Test
    void eachPlatformHasAStorageOfItsOwn() throws Exception {
        assertThat(storage("--custom-platform=linux/arm64/v8", "--cache-dir=/cache"))
                .contains(Path.of("/cache/linux-arm64"));
        assertThat(storage("--custom-platform=linux/arm/v6", "--cache-dir=/cache"))
                .contains(Path.of("/cache/linux-arm-v6"));
        assertThat(storage("--custom-platform=linux/s390x"))
                .contains(Path.of("/home/me/.cache/image-builder/linux-s390x"));
    }

    @Test
    void onlyWhatIsNotPushedIsInTheUsersOwnStorage() throws Exception {
        assertThat(storage("--no-push")).isEmpty();
        assertThat(storage("--no-push", "--cache-dir=/cache")).isPresent();
        assertThat(storage("--no-push", "--custom-platform=linux/s390x")).isPresent();
        assertThat(storage()).isPresent();
    }

    private Optional<Path> storage(String... more) throws Exception {
        return toolbox(more).commands().storage();
    }

    private Toolbox toolbox(String... more) throws Exception {
        var words = new ArrayList<>(List.of("--context=x", "--destination=host/a"));
        words.addAll(List.of(more));
        var environment = Map.of("HOME", "/home/me");
        return new Toolbox(OrderReader.read(CommandLine.parse(words), environment), environment, new Workspace(work));
    }
}
