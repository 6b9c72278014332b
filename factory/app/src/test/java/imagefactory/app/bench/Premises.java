package imagefactory.app.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What deploy/local/bench/bench has put up: registry, source repository and services.
 *
 * @param project the clone
 * @param state where all of it keeps its files
 * @param registry {@code host:port}
 */
record Premises(Path project, Path state, String registry) {
    /** The branch that the image of most measurements follows. */
    static final String BRANCH = "main";

    static Premises of(Path project, Path state) throws IOException {
        return new Premises(project, state, read(state.resolve("registry.address")));
    }

    String factoryUrl() throws IOException {
        return read(state.resolve("factory.url"));
    }

    /** The repository as images.yaml names it. */
    String repository() {
        return "file://" + state.resolve("git/demo.git");
    }

    /** The working tree that commits are made in: of the newest one. */
    Path sources() {
        return state.resolve("git/demo");
    }

    /** Commits and pushes a new line, so that every layer that copies the pages has to be built. */
    void push(String line) throws IOException {
        run(
                List.of(project + "/deploy/local/demo/source", "push", "demo/portal/pages/1-welcome", line, "Measure"),
                state.resolve("log/bench-source.log"));
    }

    /** Lets the branch {@code both} follow. */
    void share() throws IOException {
        run(
                List.of("git", "-C", sources().toString(), "push", "--quiet", "--force", repository(), "main:both"),
                state.resolve("log/bench-source.log"));
    }

    /** Runs a program to its end. @throws IOException if it fails */
    void run(List<String> command, Path log) throws IOException {
        var builder = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("IMAGE_FACTORY_STATE", state.toString());
        try {
            var status = builder.start().waitFor();
            if (status != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + status + "; see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }
}
