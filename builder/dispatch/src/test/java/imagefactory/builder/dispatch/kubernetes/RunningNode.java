package imagefactory.builder.dispatch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import imagefactory.core.build.BuildExecutor;
import imagefactory.core.build.BuildRequest;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.build.Context;
import imagefactory.core.build.Format;
import imagefactory.core.build.Inputs;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.source.Source;
import imagefactory.core.source.TreeEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The throw-away node with what was deployed there, as {@code ./taskw cluster:test} has it: real kubelet, real builds. */
final class RunningNode implements AutoCloseable {
    static final String BUILDS = "image-factory-builds";
    static final Duration PATIENCE = Duration.ofMinutes(4);

    /** Enough for a build that is no test of it. */
    static final JobSettings.Resources ROOM = new JobSettings.Resources("100m", "1Gi", "4Gi");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ACCEPTED = List.of(
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.image.manifest.v1+json");

    final KubernetesClient admin = new KubernetesClientBuilder().build();
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<BuildRequest> asked = new ArrayList<>();
    private final List<Runnable> open = new ArrayList<>();

    /** @param folder for sources */
    RunningNode(Path folder) {
        this.folder = folder;
    }

    private static String property(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .orElseThrow(() -> new IllegalStateException("There is no " + name
                        + ". Type ./taskw cluster:test: it has a node and says where things are."));
    }

    static String registry() {
        return property("node.registry");
    }

    JobSettings settings() {
        return settings(ROOM, Duration.ofMinutes(4));
    }

    JobSettings settings(JobSettings.Resources room, Duration limit) {
        return new JobSettings(
                BUILDS,
                property("node.builder"),
                PodVariant.USER_NAMESPACE,
                limit,
                room,
                JobSettings.Placement.ANYWHERE,
                new JobSettings.Access(
                        Optional.empty(), Optional.of("image-factory-git"), Optional.empty(), List.of(registry())),
                Optional.empty());
    }

    /** With no more rights than the deployed factory has. */
    JobExecutor factory(JobSettings settings) {
        var token = admin.serviceAccounts()
                .inNamespace("image-factory")
                .withName("image-factory")
                .tokenRequest(new TokenRequest())
                .getStatus()
                .getToken();
        var known = admin.getConfiguration();
        return factory(
                settings,
                new ConfigBuilder(Config.empty())
                        .withMasterUrl(known.getMasterUrl())
                        .withCaCertFile(known.getCaCertFile())
                        .withCaCertData(known.getCaCertData())
                        .withOauthToken(token)
                        .build());
    }

    JobExecutor factory(JobSettings settings, Config config) {
        var client = new KubernetesClientBuilder().withConfig(config).build();
        open.add(client::close);
        var executor = new JobExecutor(client, settings, () -> {});
        open.add(executor::close);
        return executor;
    }

    /** One that nobody asked for before. {@code FROM} is the demo's base. */
    BuildRequest request(String name, String steps, Map<String, String> files) throws Exception {
        var unique = name + "-" + Long.toHexString(System.nanoTime());
        var base = registry() + "/base/debian:12";
        var repository = committed(unique, "FROM " + base + "\n" + steps, files);
        var dockerfile = Files.readAllBytes(repository.resolve("Dockerfile"));
        var inputs = new Inputs(
                Platform.LINUX_AMD64,
                new Context(tree(repository)).digest(),
                Digest.of(dockerfile),
                Optional.empty(),
                new Inputs.Recipe(Optional.empty(), new TreeMap<>(), new TreeMap<>(), List.of(), Format.OCI),
                List.of(new Pin(ImageRef.parse(base), Platform.LINUX_AMD64, manifest("base/debian", "12"))),
                Inputs.Backend.CURRENT);
        var request = new BuildRequest(
                unique,
                new Source(URI.create(property("node.git") + unique + ".git"), "main", "Dockerfile", ""),
                git(repository, "rev-parse", "HEAD").strip(),
                inputs,
                "",
                Repository.parse(registry() + "/tests/" + unique),
                BuildRequest.Layers.NONE);
        asked.add(request);
        return request;
    }

    private Path committed(String name, String dockerfile, Map<String, String> files) throws Exception {
        var repository = Files.createDirectory(folder.resolve(name));
        Files.writeString(repository.resolve("Dockerfile"), dockerfile);
        for (var file : files.entrySet()) {
            Files.writeString(repository.resolve(file.getKey()), file.getValue());
        }
        git(repository, "init", "--quiet", "--initial-branch=main");
        git(repository, "add", ".");
        git(
                repository,
                "-c",
                "user.name=test",
                "-c",
                "user.email=test@example.org",
                "commit",
                "--quiet",
                "-m",
                "Begin");
        git(
                repository,
                "clone",
                "--quiet",
                "--bare",
                ".",
                Path.of(property("node.repositories"), name + ".git").toString());
        return repository;
    }

    private static List<TreeEntry> tree(Path repository) throws Exception {
        return git(repository, "ls-tree", "-r", "HEAD")
                .lines()
                .map(line -> line.split("[ \t]", 4))
                .map(words -> new TreeEntry(words[3], words[0], words[2]))
                .toList();
    }

    private static String git(Path repository, String... arguments) throws Exception {
        var line = new ArrayList<>(List.of("git"));
        line.addAll(List.of(arguments));
        var process = new ProcessBuilder(line)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(line + ": " + said).isZero();
        return said;
    }

    /** The manifest that an index of the node's registry has for its own platform. */
    private Digest manifest(String repository, String tag) throws Exception {
        for (var manifest : JSON.readTree(manifests(repository, tag).body()).path("manifests")) {
            if (manifest.at("/platform/architecture").asText().equals("amd64")) {
                return new Digest(manifest.path("digest").asText());
            }
        }
        throw new IllegalStateException(repository + ":" + tag + " has nothing for amd64");
    }

    HttpResponse<String> manifests(String repository, String tag) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://" + registry() + "/v2/" + repository + "/manifests/" + tag));
        ACCEPTED.forEach(type -> request.header("Accept", type));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Looks until the build is over, whatever it waits for meanwhile. */
    static Outcome<BuiltImage> end(BuildExecutor executor, BuildRequest request) {
        return await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(Unavailable.class)
                .until(() -> executor.advance(request), outcome -> !(outcome instanceof Pending));
    }

    /** Begins it, and waits until a step of it said this. */
    static void begun(BuildExecutor executor, BuildRequest request, String word) {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(Unavailable.class).until(() -> {
            assertThat(executor.advance(request)).isInstanceOf(Pending.class);
            return executor.log(request.id()).orElse("").lines().anyMatch(word::equals);
        });
    }

    /** Looks until the build says that it waits for this. */
    static void waits(BuildExecutor executor, BuildRequest request, String why) {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThatThrownBy(() -> executor.advance(request))
                        .isInstanceOf(Unavailable.class)
                        .hasMessageContaining(why));
    }

    List<Pod> pods(BuildRequest request) {
        return admin.pods()
                .inNamespace(BUILDS)
                .withLabel(JobManifest.BUILD, JobName.label(request.id()))
                .list()
                .getItems();
    }

    /** What was built here, and whatever goes on of it. */
    @Override
    public void close() {
        for (var request : asked) {
            admin.batch()
                    .v1()
                    .jobs()
                    .inAnyNamespace()
                    .withLabel(JobManifest.BUILD, JobName.label(request.id()))
                    .delete();
        }
        open.reversed().forEach(Runnable::run);
        admin.close();
    }
}
