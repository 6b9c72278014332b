package imagefactory.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.Typed;
import imagefactory.cli.check.PublishedImage;
import imagefactory.cli.check.TestRegistry;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.oci.http.HttpRegistry;
import imagefactory.oci.http.RegistrySettings;
import imagefactory.trust.KeyPairFile;
import imagefactory.trust.KeySigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan} and {@code graph} of a catalog whose images are in a real git repository, on a real registry. */
class RealPlanTest {
    @TempDir
    static Path folder;

    private static TestRegistry process;
    private static String base;

    @BeforeAll
    static void furnish() throws Exception {
        process = new TestRegistry();
        new KeyPairFile(folder.resolve("factory.key"), Optional.empty()).generate(folder.resolve("factory.pub"));
        var signer = new KeySigner(new KeyPairFile(folder.resolve("factory.key"), Optional.empty()));
        try (var registry = new HttpRegistry(RegistrySettings.defaults().insecure(Set.of(process.address())))) {
            var repository = Repository.parse(process.address() + "/fleet/base");
            var published = new PublishedImage(registry, repository, signer).publish();
            registry.put(
                    ImageRef.of(repository, "12"), registry.manifest(published).orElseThrow());
        }
        base = process.address() + "/fleet/base:12";
        git("init", "--quiet", "--initial-branch", "main", source().toString());
        dockerfile("runtime", "FROM " + base);
        dockerfile("worker", "FROM " + process.address() + "/fleet/runtime:latest");
        dockerfile("lost", "FROM " + process.address() + "/fleet/nowhere:1");
        git("-C", source().toString(), "add", "-A");
        git("-C", source().toString(), "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "x");
        var catalog = new StringBuilder();
        for (var image : List.of("runtime", "worker", "lost")) {
            catalog.append("""
                    - name: %1$s
                      registry: "%2$s"
                      repository: fleet/%1$s
                      source: {url: "%3$s", branch: main, dockerfile: %1$s/Dockerfile, context: %1$s}
                      platforms: [linux/amd64, linux/arm64]
                      tags: [latest]
                    """.formatted(image, process.address(), source().toUri()));
        }
        Files.writeString(folder.resolve("images.yaml"), catalog);
    }

    @AfterAll
    static void end() {
        process.close();
    }

    @Test
    void whatIsStaleIsToldInWavesAndWhatIsBlockedIsNotHidden() {
        var ended = typed("plan");

        assertThat(ended.out()).isEqualTo("""
                what is stale now: 2 images are built anew
                WAVE     IMAGE    BECAUSE
                1        runtime  never published
                2        worker   not yet known: The Dockerfile names %1$s/fleet/runtime:latest, and its registry has no such image.
                                  built on runtime, which is built anew
                blocked  lost     base-missing: The Dockerfile names %1$s/fleet/nowhere:1, and its registry has no such image.
                                  Correct the reference in the Dockerfile, or push the image.
                """.formatted(process.address()));
        assertThat(ended.code()).isZero();
    }

    @Test
    void machinesReadTheSame() {
        assertThat(typed("plan", "--json").out())
                .contains(
                        "\"levels\":[[\"runtime\"],[\"worker\"]]",
                        "{\"because\":[\"never published\"],\"image\":\"runtime\",\"level\":1}",
                        "\"blocked\":[{\"image\":\"lost\",\"problem\":{");
    }

    @Test
    void aChangeOfABaseIsSupposed() {
        assertThat(typed("plan", "--base", base).out()).startsWith(base + " changed: 2 images are built anew\n");
        assertThat(typed("plan", "--base", base + "=sha256:" + "0".repeat(64)).err())
                .startsWith("base-missing: " + process.address() + "/fleet/base@sha256:0000");
        assertThat(typed("plan", "--base", "debian:12").out())
                .startsWith("docker.io/library/debian:12 changed: nothing is built anew\n");
    }

    @Test
    void anEventIsJudgedWithoutBeingSent() throws IOException {
        var event = Files.writeString(folder.resolve("event.json"), """
                {"specversion":"1.0","id":"7","source":"/forge","type":"io.imagefactory.source-pushed","subject":"%s",
                 "data":{"branch":"other"}}
                """.formatted(source().toUri()));

        assertThat(typed("plan", "--event", event.toString()).out()).isEqualTo("""
                event 7: nothing is built anew
                WAVE  IMAGE  BECAUSE
                -     -      no image is enrolled from branch other of %s
                """.formatted(source().toUri()));
    }

    @Test
    void whatCannotBeAskedIsUnknown() {
        var ended = new Typed()
                .with("FACTORY_WORK", folder.resolve("work").toString())
                .type(
                        "plan",
                        folder.resolve("images.yaml").toString(),
                        "--key",
                        folder.resolve("factory.pub").toString());

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.out())
                .startsWith("what is stale now: nothing is built anew\n")
                .contains("unknown  lost ");
    }

    @Test
    void theGraphAsksGitAlone() {
        assertThat(new Typed()
                        .with("FACTORY_WORK", folder.resolve("work").toString())
                        .type("graph", folder.resolve("images.yaml").toString())
                        .out())
                .isEqualTo("""
                IMAGE    BUILT ON  BASES OF OTHERS
                lost               %1$s/fleet/nowhere:1
                runtime            %1$s/fleet/base:12
                worker   runtime
                """.formatted(process.address()));
    }

    private static Typed.Ended typed(String command, String... more) {
        var words = new ArrayList<>(List.of(
                command,
                folder.resolve("images.yaml").toString(),
                "--insecure-registry",
                process.address(),
                "--key",
                folder.resolve("factory.pub").toString()));
        words.addAll(List.of(more));
        return new Typed()
                .with("FACTORY_WORK", folder.resolve("work").toString())
                .type(words.toArray(String[]::new));
    }

    private static Path source() {
        return folder.resolve("mono.git");
    }

    private static void dockerfile(String image, String content) throws IOException {
        Files.writeString(Files.createDirectories(source().resolve(image)).resolve("Dockerfile"), content + "\n");
    }

    private static void git(String... words) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
