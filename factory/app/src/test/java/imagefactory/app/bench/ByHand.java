package imagefactory.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The same build without the factory: the same Buildah with the same flags, the same pinned base, the same storage. */
final class ByHand {
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private final Premises premises;
    private final String architecture;
    private final Path dockerfile;
    private final Path log;

    ByHand(Premises premises) throws IOException {
        this.premises = premises;
        architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        log = premises.state().resolve("log/bench-by-hand.log");
        dockerfile = premises.state().resolve("bench.Dockerfile");
        Files.writeString(dockerfile, pinned());
    }

    /** Builds and pushes what the working tree holds. @return seconds */
    double build() throws IOException {
        var context = premises.sources().resolve("portal");
        var id = premises.state().resolve("bench.iid");
        var since = System.nanoTime();
        premises.run(
                buildah(
                        "build",
                        "--tls-verify=false",
                        "--isolation=chroot",
                        "--layers",
                        "--identity-label=false",
                        "--platform=linux/" + architecture,
                        "--format=oci",
                        "--iidfile=" + id,
                        "--file=" + dockerfile,
                        context.toString()),
                log);
        premises.run(
                buildah(
                        "push",
                        "--tls-verify=false",
                        "--digestfile=" + premises.state().resolve("bench.digest"),
                        Files.readString(id).strip(),
                        "docker://" + premises.registry() + "/demo/by-hand:latest"),
                log);
        return Numbers.secondsSince(since);
    }

    /** In the storage that the factory's builds of this platform are in. */
    private List<String> buildah(String... arguments) {
        var cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"));
        var folder = cache.resolve("image-builder/linux-" + architecture);
        var start = List.of("buildah", "--root=" + folder.resolve("storage"), "--runroot=" + folder.resolve("run"));
        return Stream.concat(start.stream(), Stream.of(arguments)).toList();
    }

    private String pinned() throws IOException {
        var written = Files.readString(premises.sources().resolve("portal/Dockerfile"));
        return written.replace("/base/debian:12", "/base/debian@" + base());
    }

    /** What the base's index has for this machine. */
    private String base() throws IOException {
        var manifests = index().path("manifests");
        return StreamSupport.stream(manifests.spliterator(), false)
                .filter(each -> each.at("/platform/architecture").asText().equals(architecture))
                .map(each -> each.path("digest").asText())
                .findFirst()
                .orElseThrow();
    }

    private JsonNode index() throws IOException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://" + premises.registry() + "/v2/base/debian/manifests/12"))
                .header("Accept", INDEX)
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return new ObjectMapper()
                    .readTree(http.send(request, BodyHandlers.ofString()).body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
