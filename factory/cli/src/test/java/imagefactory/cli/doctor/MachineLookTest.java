package imagefactory.cli.doctor;

import static imagefactory.core.image.Platform.LINUX_AMD64;
import static imagefactory.core.image.Platform.LINUX_ARM64;
import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.outcome.Symptom;
import imagefactory.core.outcome.Symptom.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineLookTest {
    @TempDir
    Path root;

    @BeforeEach
    void furnish() throws IOException {
        write("etc/subuid", "other:1:5\nada:100000:65536\n");
        write("etc/subgid", "ada:100000:65536\n");
        write("proc/sys/fs/binfmt_misc/qemu-aarch64", "enabled\ninterpreter /usr/bin/qemu\nflags: POF\noffset 0\n");
        for (var program : List.of("buildah", "newuidmap", "image-builder")) {
            assertThat(write("bin/" + program, "").toFile().setExecutable(true)).isTrue();
        }
    }

    @Test
    void aMachineThatHasAllIsWell() {
        assertThat(look("ada"))
                .filteredOn(symptom -> !symptom.what().endsWith("work"))
                .allSatisfy(symptom -> assertThat(symptom.verdict()).isEqualTo(Verdict.OK));
        assertThat(look("ada")).contains(Symptom.ok("linux/arm64", "emulated by qemu-aarch64"));
    }

    @Test
    void whatIsMissingIsToldWithItsRemedy() throws IOException {
        Files.delete(root.resolve("bin/newuidmap"));
        write("etc/subgid", "ada:100000:5\n");
        Files.delete(root.resolve("proc/sys/fs/binfmt_misc/qemu-aarch64"));

        assertThat(look("ada"))
                .filteredOn(symptom ->
                        symptom.verdict() != Verdict.OK && !symptom.what().endsWith("work"))
                .containsExactly(
                        Symptom.failed(
                                "newuidmap",
                                "not found on PATH; rootless builds need it",
                                "Install uidmap; ./taskw setup prints how."),
                        Symptom.failed(
                                "/etc/subgid",
                                "5 ids for ada, and rootless builds need 65536",
                                "sudo usermod --add-subgids 100000-165535 ada (a range that nobody has)."),
                        Symptom.warn(
                                "linux/arm64",
                                "no emulator is registered: RUN for it fails here",
                                "Install qemu-user-static and type sudo update-binfmts --enable qemu-aarch64."));
    }

    /** Without it a RUN for another platform finds no emulator in its own root. */
    @Test
    void anEmulatorThatIsNotFixedIsWarnedOf() throws IOException {
        write("proc/sys/fs/binfmt_misc/qemu-aarch64", "enabled\ninterpreter /usr/bin/qemu\nflags: PO\n");

        assertThat(look("ada"))
                .contains(Symptom.warn(
                        "linux/arm64",
                        "qemu-aarch64 is registered without flag F: a build's own files do not have it",
                        "Register it with fix_binary yes, as Debian's qemu-user-static does."));
    }

    @Test
    void aMachineThatHasAClusterBuildNeedsNothingForBuilding() {
        var environment = Map.of("FACTORY_BUILDS", "kubernetes", "FACTORY_WORK", root.toString());

        assertThat(new MachineLook(root, "ada", environment).look(List.of(LINUX_ARM64), LINUX_AMD64))
                .extracting(Symptom::what)
                .containsExactly("account", root.toString());
    }

    @Test
    void rootIsWarned() {
        assertThat(look("root"))
                .contains(Symptom.warn(
                        "account", "this is root", "Run the factory as an unprivileged user: builds run as it does."));
    }

    private List<Symptom> look(String user) {
        var environment = Map.of(
                "PATH", root.resolve("bin").toString(),
                "FACTORY_WORK", root.resolve("work").toString());
        return new MachineLook(root, user, environment).look(List.of(LINUX_AMD64, LINUX_ARM64), LINUX_AMD64);
    }

    private Path write(String path, String content) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
