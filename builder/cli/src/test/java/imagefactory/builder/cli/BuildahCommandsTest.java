package imagefactory.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.build.Format;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BuildahCommandsTest {
    private static final BuildahCommands BARE = BuildahCommands.bare();
    private static final BuildahCommands FULL = new BuildahCommands(
            List.of("setpriv", "buildah"),
            Optional.of(Path.of("/cache")),
            Optional.of(Path.of("/w/registries.conf")),
            Optional.of(Path.of("/w/policy.json")),
            Optional.of(Path.of("/w/authorities")));

    @Test
    void buildWithEverything() {
        var args = new TreeMap<>(Map.of("B", "$(id); rm -rf", "A", "1"));
        var labels = new TreeMap<>(Map.of("org.example", "a b"));

        assertThat(FULL.build(build(Optional.of("runtime"), args, labels, true)))
                .containsExactly(
                        "setpriv",
                        "buildah",
                        "--root=/cache/storage",
                        "--runroot=/cache/run",
                        "--registries-conf=/w/registries.conf",
                        "build",
                        "--signature-policy=/w/policy.json",
                        "--cert-dir=/w/authorities",
                        "--isolation=chroot",
                        "--layers",
                        "--cache-from=host:5000/a/cache",
                        "--cache-to=host:5000/a/cache",
                        "--cache-ttl=168h",
                        "--pull-always",
                        "--identity-label=false",
                        "--platform=linux/arm64",
                        "--format=docker",
                        "--target=runtime",
                        "--build-arg=A=1",
                        "--build-arg=B=$(id); rm -rf",
                        "--label=org.example=a b",
                        "--iidfile=/w/id",
                        "--file=/w/Dockerfile",
                        "/w/context");
    }

    @Test
    void layersAreKeptWithoutTheCacheToo() {
        assertThat(BARE.build(build(Optional.empty(), new TreeMap<>(), new TreeMap<>(), false)))
                .startsWith("buildah", "build", "--isolation=chroot", "--layers", "--no-cache");
    }

    @Test
    void pushIsByIdAndKeepsTheDigest() {
        assertThat(BARE.push("sha256:ab", ImageRef.parse("host:5000/a/b:c"), Path.of("/w/digest")))
                .containsExactly("buildah", "push", "--digestfile=/w/digest", "sha256:ab", "docker://host:5000/a/b:c");
    }

    @Test
    void wrappersAreNotAskedForAVersion() {
        assertThat(FULL.version()).containsExactly("buildah", "--version");
    }

    @Test
    void valuesThatSoundSecretAreNotShown() {
        assertThat(Hidden.of(List.of(
                        "buildah", "--build-arg=NPM_TOKEN=abc", "--build-arg=my_password=x=y", "--build-arg=A=b")))
                .isEqualTo("buildah --build-arg=NPM_TOKEN=*** --build-arg=my_password=*** --build-arg=A=b");
    }

    private static BuildahCommands.Build build(
            Optional<String> target, SortedMap<String, String> args, SortedMap<String, String> labels, boolean cache) {
        return new BuildahCommands.Build(
                Platform.LINUX_ARM64,
                Format.DOCKER,
                target,
                args,
                labels,
                "chroot",
                cache
                        ? new Order.Cache(
                                true,
                                Optional.of(new Order.Cache.Shared(
                                        imagefactory.core.image.Repository.parse("host:5000/a/cache"), "168h")))
                        : Order.Cache.NONE,
                true,
                Path.of("/w/Dockerfile"),
                Path.of("/w/context"),
                Path.of("/w/id"));
    }
}
