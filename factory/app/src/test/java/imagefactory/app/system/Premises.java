package imagefactory.app.system;

import imagefactory.trust.KeyPairFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that factories stand on, all of it real, on this machine and in one folder: {@code target/system/<time>}. */
final class Premises implements AutoCloseable {
    /** What is enrolled: all alike, of one platform each, and each test has its own. */
    private static final List<String> IMAGES =
            List.of("plain", "killed", "late", "locked", "registry", "postgres", "noted", "kafka", "ended");

    private final Path folder;
    private final RegistryServer registry;
    private final Servers servers;
    private final SourceRepository source;
    private final SourceRepository catalog;
    private final Topics topics;
    private final Passage builders;
    private final List<Replica> replicas;
    private volatile Guard guard = Guard.NOBODY;

    Premises() throws Exception {
        var name = Instant.now().toString().replace(':', '-');
        folder = Files.createDirectories(Path.of("target", "system", name).toAbsolutePath());
        registry = new RegistryServer(folder.resolve("registry"));
        servers = new Servers(folder);
        topics = new Topics(servers.brokers());
        builders = new Passage("builder", () -> guard);
        source = new SourceRepository(folder.resolve("source"));
        for (var image : IMAGES) {
            source.push(image);
        }
        new KeyPairFile(folder.resolve("factory.key"), Optional.empty()).generate(folder.resolve("factory.pub"));
        catalog = new SourceRepository(folder.resolve("catalog"));
        catalog.write("images.yaml", catalog(IMAGES.stream()));
        Files.createFile(tally());
        replicas = List.of(replica("a"), replica("b"));
    }

    private Replica replica(String name) throws IOException {
        return new Replica(new Passage(name, () -> guard), settings(), folder);
    }

    /** The two factories. */
    List<Replica> replicas() {
        return replicas;
    }

    /** Whose passage a request came to. */
    Replica replica(Crossing crossing) {
        return replicas.stream()
                .filter(replica -> replica.name().equals(crossing.by()))
                .findFirst()
                .orElseThrow();
    }

    /** Has everything be there, and nobody stand in the way, whatever a test before left. */
    void whole() throws IOException {
        guard = Guard.NOBODY;
        registry.comeBack();
        servers.comeBack();
        replicas.forEach(Replica::begin);
        replicas.forEach(Replica::awaitUp);
    }

    RegistryServer registry() {
        return registry;
    }

    Servers servers() {
        return servers;
    }

    SourceRepository source() {
        return source;
    }

    Topics topics() {
        return topics;
    }

    Books books() throws IOException {
        return servers.books();
    }

    Shelf shelf(String image) {
        return new Shelf(registry.address(), "demo/" + image);
    }

    Cosign cosign() {
        return new Cosign(folder, folder.resolve("factory.pub"));
    }

    /** Commits one more image to the catalog, and tells of the push. */
    void enrol(String image) throws Exception {
        catalog.write("images.yaml", catalog(Stream.concat(IMAGES.stream(), Stream.of(image))));
        topics.send("source-pushed", catalog.url(), "{\"branch\":\"main\"}");
    }

    /** Asks for what is missing of an image. */
    void ask(String image) {
        topics.send("schedule-ticked", image, "{}");
    }

    /** From now on this one stands between all processes and the registry. */
    void guarded(Guard by) {
        guard = by;
    }

    /** Where each build of an image was pushed to, as the builder itself wrote down. */
    List<String> builds(String image) throws IOException {
        return Files.readAllLines(tally()).stream()
                .filter(line -> line.contains("/demo/" + image + "-build:"))
                .toList();
    }

    private Path tally() {
        return folder.resolve("builds");
    }

    private Map<String, String> settings() throws IOException {
        var settings = new HashMap<String, String>();
        settings.put("FACTORY_CATALOG", "git " + catalog.url() + "#main:images.yaml");
        settings.put("FACTORY_CATALOG_WATCH", "timer:catalog?delay=3600000");
        settings.put("FACTORY_BROKERS", servers.brokers());
        settings.put("FACTORY_WORK", folder.resolve("work").toString());
        settings.put("FACTORY_LEASE", "2S");
        settings.put("FACTORY_REST_LONGEST", "2S");
        settings.put("FACTORY_REGISTRY_INSECURE", registry.address());
        settings.put("FACTORY_BUILDS_COMMAND", String.join(",", builder()));
        settings.put("FACTORY_SCAN_DATABASE", "none");
        settings.put("FACTORY_SCAN_FOLDER", Tools.vulnerabilities().toString());
        settings.put("FACTORY_SCAN_MAX_AGE", "36500D");
        settings.put("FACTORY_SCAN_REPORTS", folder.resolve("reports").toString());
        settings.put("FACTORY_KEYS_SIGNING", folder.resolve("factory.key").toString());
        settings.put("FACTORY_KEYS_TRUSTED", folder.resolve("factory.pub").toString());
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", books().url());
        settings.put("QUARKUS_DATASOURCE_USERNAME", books().user());
        settings.put("QUARKUS_DATASOURCE_PASSWORD", books().password());
        return settings;
    }

    private List<String> builder() {
        var classes = SmallBuilder.class.getProtectionDomain().getCodeSource().getLocation();
        return Stream.of(
                        Stream.of(Tools.java().toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        builders.flags().stream(),
                        Stream.of("-cp", classes.getPath(), SmallBuilder.class.getName(), tally().toString()))
                .flatMap(each -> each)
                .toList();
    }

    private String catalog(Stream<String> images) {
        return images.map(this::entry).collect(Collectors.joining());
    }

    private String entry(String image) {
        return """
                - name: NAME
                  registry: REGISTRY
                  repository: demo/NAME
                  source: {url: "SOURCE", branch: main, dockerfile: NAME/Dockerfile, context: NAME}
                  platforms: [linux/amd64]
                  tags: ["{date}-{time}-{run}", latest]
                  schedule: NAME
                """.replace("NAME", image)
                .replace("REGISTRY", registry.address())
                .replace("SOURCE", source.url());
    }

    @Override
    public void close() {
        replicas.forEach(Replica::close);
        builders.close();
        topics.close();
        servers.close();
        registry.close();
        source.close();
        catalog.close();
    }
}
