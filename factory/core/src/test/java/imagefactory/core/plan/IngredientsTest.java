package imagefactory.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.build.Context;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.source.TreeEntry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngredientsTest {
    private static final String DOCKERFILE = "FROM debian:12\nCOPY . /\n";

    private final Scene scene = new Scene();

    @Test
    void whatDockerignoreLeavesOutIsNoPartOfTheContext() throws Exception {
        var files = ingredients(DOCKERFILE, Optional.of("docs\nDockerfile\n"))
                .context()
                .files();

        assertThat(files.stream().map(TreeEntry::path)).containsExactly("app/main.c");
    }

    @Test
    void withoutOneAllFilesAreTheContext() throws Exception {
        assertThat(ingredients(DOCKERFILE, Optional.empty()).context())
                .isEqualTo(new Context(Scene.snapshot(DOCKERFILE).files()));
    }

    @Test
    void aCommitThatTouchesOnlyIgnoredFilesChangesNoInputs() throws Exception {
        var before = ingredients(DOCKERFILE, Optional.of("docs\n")).on(Platform.LINUX_AMD64, List.of());
        var snapshot = Scene.snapshot(DOCKERFILE, Optional.of("docs\n"));
        var more = new java.util.ArrayList<>(snapshot.files());
        more.add(Scene.file("docs/more.md"));
        var pushed = new imagefactory.core.source.Snapshot(
                "f".repeat(40), more, snapshot.dockerfile(), snapshot.dockerignore(), Optional.empty());

        var after = new Ingredients(scene.image(), pushed, Platform.LINUX_AMD64, Scene.BUILDAH)
                .on(Platform.LINUX_AMD64, List.of());

        assertThat(after).isEqualTo(before);
    }

    @Test
    void theDockerignoreItselfCounts() throws Exception {
        var before = ingredients(DOCKERFILE, Optional.of("docs\n")).on(Platform.LINUX_AMD64, List.of());
        var after = ingredients(DOCKERFILE, Optional.of("docs\n# why\n")).on(Platform.LINUX_AMD64, List.of());

        assertThat(after.context()).isEqualTo(before.context());
        assertThat(after.digest()).isNotEqualTo(before.digest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "buildArgs: {CHANNEL: beta}",
                "labels: {vendor: Acme}",
                "format: docker",
                "secrets: [npm-token]",
                "target: runtime",
            })
    void whatTheEnrolmentSaysOfTheBuildCounts(String line) throws Exception {
        var dockerfile = "FROM debian:12 AS runtime\n";
        var before = new Scene().dockerfile(dockerfile).seen();

        var after = new Scene().dockerfile(dockerfile).enrolled(line).seen();

        assertThat(after.inputs()).isNotEqualTo(before.inputs());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rebuildDelay: 7d",
                "autoRebuild: false",
                "schedule: weekly",
                "scan: {ceiling: LOW}",
                "version: {file: VERSION}",
            })
    void whatItSaysOfEverythingElseDoesNot(String line) throws Exception {
        assertThat(new Scene().enrolled(line).seen().inputs())
                .isEqualTo(new Scene().seen().inputs());
    }

    @Test
    void argumentsChooseTheBase() {
        scene.registry.index("debian:13", "trixie", Platform.LINUX_AMD64, Platform.LINUX_ARM64);
        scene.dockerfile("ARG VERSION=12\nFROM debian:${VERSION}\n").enrolled("buildArgs: {VERSION: \"13\"}");

        assertThat(scene.seen().pins())
                .extracting(pin -> pin.reference().toString())
                .containsOnly("docker.io/library/debian:13");
    }

    private Ingredients ingredients(String dockerfile, Optional<String> ignore) throws Exception {
        var snapshot = Scene.snapshot(dockerfile, ignore);
        scene.source(new Done<>(snapshot));
        return new Ingredients(scene.image(), snapshot, Platform.LINUX_AMD64, Scene.BUILDAH);
    }
}
