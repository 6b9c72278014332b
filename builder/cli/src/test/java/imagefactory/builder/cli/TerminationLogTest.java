package imagefactory.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.build.Pin;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.json.CanonicalJson;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminationLogTest {
    private static final Digest DIGEST = Digest.of(new byte[] {1});

    @TempDir
    Path folder;

    @Test
    void aFewPinsAreToldInFull() {
        var built = built(3);

        assertThat(text(TerminationLog.of(built)))
                .isEqualTo(text(CanonicalJson.write(Metadata.of(built)).array()));
    }

    @Test
    void manyPinsAreToldByTheirDigest() {
        var built = built(200);

        var told = TerminationLog.of(built);

        assertThat(told).hasSizeLessThanOrEqualTo(TerminationLog.MOST);
        assertThat(text(told))
                .contains("\"pinned\":\"" + Pin.digest(built.pins()) + "\"")
                .doesNotContain("\"pins\"");
    }

    @Test
    void aShortProblemIsToldInFull() {
        var problem = new Problem(Code.BUILD_FAILED, "It failed. Its last lines:\none\ntwo", "Mend it.");

        assertThat(text(TerminationLog.of(problem)))
                .isEqualTo(text(CanonicalJson.write(Metadata.of(problem)).array()));
    }

    @Test
    void ofALongProblemTheFirstLineIsTold() {
        var problem = new Problem(Code.BUILD_FAILED, "It failed. Its last lines:\n" + "x\n".repeat(5000), "Mend it.");

        assertThat(text(TerminationLog.of(problem)))
                .isEqualTo("{\"outcome\":\"failed\",\"problem\":{\"advice\":\"Mend it.\",\"code\":\"build-failed\","
                        + "\"text\":\"It failed. Its last lines:\"}}");
    }

    @Test
    void whateverAProblemIsMadeOfItFits() {
        for (var piece : List.of("x", "\u0001", "ü", "\uD83D\uDE00", "\"")) {
            var told = TerminationLog.of(new Problem(Code.FACTORY_FAULT, piece.repeat(9000), piece.repeat(9000)));

            assertThat(told).hasSizeLessThanOrEqualTo(TerminationLog.MOST);
            assertThat(text(told)).contains("\"factory-fault\"").contains("…").doesNotContain("\uFFFD");
        }
    }

    @Test
    void theFileItselfIsWrittenNotOneInItsPlace() throws Exception {
        var log = Files.writeString(folder.resolve("termination-log"), "x".repeat(9000));
        var other = Files.createLink(folder.resolve("mounted"), log);
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

        var code =
                new Builder(Map.of(), nowhere, nowhere).run(List.of("--context=" + folder, "--termination-log=" + log));

        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(Files.readString(other))
                .startsWith("{\"outcome\":\"failed\"")
                .contains("--destination");
    }

    @Test
    void theFoldersOfAFreshVolumeAreMade() throws Exception {
        var home = folder.resolve("scratch/home");
        var run = folder.resolve("scratch/run");
        var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

        new Builder(Map.of("HOME", home.toString(), "XDG_RUNTIME_DIR", run.toString(), "PATH", ""), out, out)
                .run(List.of("--context=" + folder, "--no-push", "--work-dir=" + folder.resolve("work")));

        assertThat(Files.getPosixFilePermissions(home)).hasSize(3);
        assertThat(Files.getPosixFilePermissions(run)).hasSize(3);
    }

    private static Metadata.Built built(int pins) {
        var all = IntStream.range(0, pins)
                .mapToObj(i -> new Pin(ImageRef.parse("127.0.0.1:5000/base/debian:" + i), Platform.LINUX_AMD64, DIGEST))
                .toList();
        var manifest = new Descriptor(MediaTypes.OCI_MANIFEST, DIGEST, 432);
        return new Metadata.Built(Optional.of(manifest), DIGEST, all, "buildah 1.39.3", 1234);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
