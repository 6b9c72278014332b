package imagefactory.builder.cli;

import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs Buildah. */
final class Buildah {
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(2);

    private final BuildahCommands commands;
    private final Child child;
    private final Map<String, String> environment;
    private final Log log;

    /** @param environment what Buildah gets beside the usual: where its credentials and its temporary files are */
    Buildah(BuildahCommands commands, Child child, Map<String, String> environment, Log log) {
        this.commands = commands;
        this.child = child;
        this.environment = environment;
        this.log = log;
    }

    /** @throws Refused with {@code build-unsupported} if there is no Buildah that can be asked */
    static Backend version(BuildahCommands commands, Child child) throws Refused {
        try {
            var ending = child.ask(commands.version(), Map.of());
            return Backend.parse(String.join("\n", ending.lastLines())).orElseThrow(() -> noBuildah(commands));
        } catch (IOException e) {
            throw new Refused(noBuildah(commands).problem(), e);
        }
    }

    /** @return the image's id in the storage */
    String build(BuildahCommands.Build build) throws Refused, IOException {
        var ending = shown(commands.build(build));
        if (!ending.good()) {
            throw new Refused(Complaint.problem("The build for " + build.platform(), ending));
        }
        return Files.readString(build.imageId()).strip();
    }

    /** @return the digest of the manifest that was pushed */
    Digest push(String imageId, ImageRef destination, Path digestFile, int attempts) throws Refused, IOException {
        for (int attempt = 1; ; attempt++) {
            var ending = shown(commands.push(imageId, destination, digestFile));
            if (ending.good()) {
                return new Digest(Files.readString(digestFile).strip());
            }
            var problem = Complaint.problem("The push to " + destination, ending);
            if (attempt >= attempts || problem.code() == Problem.Code.REGISTRY_DENIED) {
                throw new Refused(problem);
            }
            pause();
        }
    }

    void tag(String imageId, ImageRef name) throws Refused, IOException {
        var ending = shown(commands.tag(imageId, name));
        if (!ending.good()) {
            throw new Refused(Complaint.problem("Naming the image " + name, ending));
        }
    }

    /** The manifest that the storage has for a name; empty where it has none. */
    Optional<Digest> digest(ImageRef image) throws IOException {
        var ending = child.ask(commands.digest(image), environment);
        return ending.good()
                ? ending.lastLines().stream()
                        .filter(Digest::isDigest)
                        .findFirst()
                        .map(Digest::new)
                : Optional.empty();
    }

    private Child.Ending shown(List<String> command) throws IOException {
        log.info("Executing: " + Hidden.of(command));
        return child.show(command, environment);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted between two attempts to push", e);
        }
    }

    private static Refused noBuildah(BuildahCommands commands) {
        return new Refused(new Problem(
                Problem.Code.BUILD_UNSUPPORTED,
                "There is no buildah that says its version: " + String.join(" ", commands.version()) + " failed.",
                "Install buildah 1.28 or newer and see that it is on the PATH."));
    }
}
