package imagefactory.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.Typed;
import imagefactory.cli.terminal.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBuildTest {
    @TempDir
    Path folder;

    private String catalog;
    private Path builder;

    @BeforeEach
    void enrol() throws Exception {
        catalog = Files.writeString(folder.resolve("images.yaml"), """
                        - name: portal
                          registry: 127.0.0.1:5000
                          repository: demo/portal
                          source: {url: https://git.example.org/mono.git, branch: main, dockerfile: apps/portal/docker/Dockerfile, context: apps/portal}
                          platforms: [linux/amd64, linux/arm64]
                          target: runtime
                          buildArgs: {CHANNEL: stable}
                        - name: postgres
                          repository: library/postgres
                        """).toString();
        builder = folder.resolve("image-builder");
    }

    @Test
    void builderGetsExactlyWhatIsEnrolledAndNothingIsPushed() throws Exception {
        builder("for word; do echo \"$word\"; done");

        var ended = typed("build", "--local", "portal", "--catalog", catalog);

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).isEqualTo("localhost/portal:local\n");
        assertThat(ended.err().lines().filter(line -> !line.startsWith("--metadata-file=")))
                .containsExactly(
                        "--context=https://git.example.org/mono.git",
                        "--git-branch=main",
                        "--context-sub-path=apps/portal",
                        "--dockerfile=docker/Dockerfile",
                        "--custom-platform=" + Machine.platform(),
                        "--target=runtime",
                        "--build-arg=CHANNEL=stable",
                        "--format=auto",
                        "--cache=true",
                        "--insecure-registry=127.0.0.1:5000",
                        "--registry-certificate=/etc/factory/ca.pem",
                        "--no-push",
                        "--destination=localhost/portal:local");
    }

    @Test
    void workingCopyIsBuiltAsItIs() throws Exception {
        builder("for word; do echo \"$word\"; done");

        var ended = typed("build", "--local", "portal", "--catalog", catalog, "--context", folder.toString(), "--json");

        assertThat(ended.out())
                .isEqualTo("{\"image\":\"localhost/portal:local\",\"platform\":\"" + Machine.platform() + "\"}\n");
        assertThat(ended.err()).startsWith("--context=" + folder + "\n--context-sub-path=apps/portal\n");
    }

    @Test
    void problemOfTheBuilderIsToldAsItsOwn() throws Exception {
        builder("""
                for word; do case $word in --metadata-file=*) file=${word#*=};; esac; done
                echo '{"outcome":"failed","problem":{"code":"build-failed","text":"RUN false ended with 1.","advice":"Mend it."}}' >"$file"
                exit 1
                """);

        assertThat(typed("build", "--local", "portal", "--catalog", catalog))
                .isEqualTo(new Typed.Ended(1, "", "build-failed: RUN false ended with 1.\n  Mend it.\n"));
    }

    @Test
    void builderThatLeavesNothingIsToldByItsCode() throws Exception {
        builder("exit 3");

        var ended = typed("build", "--local", "portal", "--catalog", catalog);

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).startsWith("not-reachable: The build of portal ended with code 3 and left no report.");
    }

    @Test
    void builderThatIsNotThereIsWrongConfiguration() {
        var ended = typed("build", "--local", "portal", "--catalog", catalog);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).startsWith("bad-request: The builder " + builder + " could not be run: ");
    }

    @Test
    void imageThatIsBuiltByOthersIsNotBuilt() {
        assertThat(typed("build", "--local", "postgres", "--catalog", catalog).err())
                .isEqualTo("image-unknown: No image that is built here is enrolled as \"postgres\" in " + catalog
                        + ".\n  Choose one of: portal.\n");
    }

    private Typed.Ended typed(String... words) {
        return new Typed()
                .with("FACTORY_BUILDS_COMMAND", builder.toString())
                .with("FACTORY_REGISTRY_INSECURE", "127.0.0.1:5000")
                .with("FACTORY_REGISTRY_CAS", "/etc/factory/ca.pem")
                .type(words);
    }

    private void builder(String script) throws Exception {
        Files.writeString(builder, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(builder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
