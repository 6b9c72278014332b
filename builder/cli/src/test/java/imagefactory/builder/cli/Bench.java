package imagefactory.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Where builds are tried: contexts, a storage that they share, and a small base image made of this machine's shell. */
final class Bench {
    private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/\\S+) \\(0x");

    private final Path folder;
    private final String registry;

    /** What one call of the program came to. */
    record Result(ExitCode code, String output, JsonNode metadata) {
        String problem() {
            return metadata.at("/problem/code").asText();
        }

        String digest() {
            assertThat(code).as(output).isEqualTo(ExitCode.BUILT);
            return metadata.at("/manifest/digest").asText();
        }
    }

    Bench(Path folder, String registry) throws IOException {
        this.folder = folder;
        this.registry = registry;
        run("buildah", "unshare", "rm", "-rf", folder.toString());
        Files.createDirectories(folder);
    }

    Path folder() {
        return folder;
    }

    /** A context with a Dockerfile. */
    Path context(String name, String dockerfile) throws IOException {
        var context = Files.createDirectories(folder.resolve("contexts").resolve(name));
        Files.writeString(context.resolve("Dockerfile"), dockerfile.replace("REGISTRY", registry));
        return context;
    }

    /** Pushes {@code base:TAG}: a shell, and a file {@code /version} with this word. */
    String base(String tag, String version) throws IOException {
        var context = context("base-" + version, "FROM scratch\nCOPY . /\n");
        copy(Path.of("/bin/sh"), context);
        for (var library : LIBRARY.matcher(run("ldd", "/bin/sh")).results().toList()) {
            copy(Path.of(library.group(1)), context);
        }
        Files.writeString(context.resolve("version"), version + "\n");
        return build(context, "--destination=" + registry + "/base:" + tag).digest();
    }

    Result build(Path context, String... more) throws IOException {
        var arguments = new ArrayList<>(List.of("--context=" + context));
        arguments.addAll(List.of(more));
        return call(arguments);
    }

    Result call(List<String> arguments) throws IOException {
        var metadata = folder.resolve("metadata.json");
        Files.deleteIfExists(metadata);
        var all = new ArrayList<>(usual(metadata));
        all.addAll(arguments);
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            var code = new Builder(new TreeMap<>(System.getenv()), out, out).run(all);
            var json = new ObjectMapper().readTree(Files.readAllBytes(metadata));
            return new Result(code, bytes.toString(StandardCharsets.UTF_8), json);
        }
    }

    List<String> usual(Path metadata) {
        return List.of(
                "--insecure-registry=" + registry,
                "--cache=true",
                "--work-dir=" + folder.resolve("work"),
                "--cache-dir=" + folder.resolve("cache"),
                "--metadata-file=" + metadata);
    }

    static String run(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getInputStream()) {
            var out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as("%s: %s", String.join(" ", command), out)
                    .isZero();
            return out;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void copy(Path file, Path context) throws IOException {
        var target = context.resolve(file.toString().substring(1));
        Files.createDirectories(target.getParent());
        if (Files.notExists(target)) {
            Files.copy(file.toRealPath(), target);
        }
    }
}
