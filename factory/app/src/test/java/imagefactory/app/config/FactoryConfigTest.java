package imagefactory.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every key with its default and its mapping; one that is not listed here fails. */
class FactoryConfigTest {
    private static final Path SOURCE = Path.of("src/main/java/imagefactory/app/config/FactoryConfig.java");
    private static final Path TABLE = Path.of("src/test/resources/config/keys.md");

    @Test
    void everyKeyHasTheDefaultThatIsRecordedHere() throws Exception {
        assertThat(Keys.of(FactoryConfig.class))
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("factory.again.calm", "1M"),
                        Map.entry("factory.again.within", "2S"),
                        Map.entry("factory.backstop", "timer:backstop?period=250"),
                        Map.entry("factory.brokers", "localhost:9092"),
                        Map.entry("factory.builds", "process"),
                        Map.entry("factory.builds.command", "image-builder"),
                        Map.entry("factory.builds.concurrency", "2"),
                        Map.entry("factory.builds.kubernetes.authorities", ""),
                        Map.entry("factory.builds.kubernetes.cpu", "500m"),
                        Map.entry("factory.builds.kubernetes.emulated", ""),
                        Map.entry("factory.builds.kubernetes.git-secret", ""),
                        Map.entry("factory.builds.kubernetes.image", "localhost/image-factory/builder:1"),
                        Map.entry("factory.builds.kubernetes.memory", "2Gi"),
                        Map.entry("factory.builds.kubernetes.namespace", "image-factory-builds"),
                        Map.entry("factory.builds.kubernetes.nodes", ""),
                        Map.entry("factory.builds.kubernetes.pod", "user-namespace"),
                        Map.entry("factory.builds.kubernetes.priority-class", ""),
                        Map.entry("factory.builds.kubernetes.queue", ""),
                        Map.entry("factory.builds.kubernetes.registry-secret", ""),
                        Map.entry("factory.builds.kubernetes.storage", "10Gi"),
                        Map.entry("factory.builds.kubernetes.tolerations", ""),
                        Map.entry("factory.builds.limit", "30M"),
                        Map.entry("factory.catalog", "images.yaml"),
                        Map.entry("factory.catalog-watch", "timer:catalog?delay=30000&period=30000"),
                        Map.entry("factory.events", Keys.ENDPOINT_OF_EVENTS),
                        Map.entry("factory.externals", "timer:externals?delay=5000&period=5000"),
                        Map.entry("factory.gc.age", "1D"),
                        Map.entry("factory.gc.publications", "5"),
                        Map.entry("factory.git.credentials", ""),
                        Map.entry("factory.gitops.branch", ""),
                        Map.entry("factory.gitops.commands", "localhost/image-factory/factory:1"),
                        Map.entry("factory.gitops.factory", "http://image-factory.image-factory.svc:8080"),
                        Map.entry("factory.gitops.path", "kargo"),
                        Map.entry("factory.gitops.project", "image-factory-kargo"),
                        Map.entry("factory.gitops.repository", ""),
                        Map.entry("factory.gitops.watch", "timer:gitops?delay=5000&period=30000"),
                        Map.entry("factory.history", "90D"),
                        Map.entry("factory.http.token", ""),
                        Map.entry("factory.intake.retries", "20"),
                        Map.entry("factory.intake.retry-delay", "500"),
                        Map.entry("factory.kargo", "none"),
                        Map.entry("factory.keys.password", ""),
                        Map.entry("factory.keys.signing", ".run/keys/factory.key"),
                        Map.entry("factory.keys.trusted", ".run/keys/factory.pub"),
                        Map.entry("factory.lease", "60S"),
                        Map.entry("factory.registry.cas", ""),
                        Map.entry("factory.registry.concurrency", "8"),
                        Map.entry("factory.registry.config", ""),
                        Map.entry("factory.registry.insecure", ""),
                        Map.entry("factory.rest.first", "1S"),
                        Map.entry("factory.rest.longest", "5M"),
                        Map.entry("factory.scan", "container"),
                        Map.entry("factory.scan.concurrency", "2"),
                        Map.entry("factory.scan.database", "ghcr.io/aquasecurity/trivy-db:2"),
                        Map.entry("factory.scan.folder", ".run/trivy-db"),
                        Map.entry("factory.scan.image", "localhost/image-factory/trivy:0.74.0"),
                        Map.entry("factory.scan.kubernetes.claim", "trivy-database"),
                        Map.entry("factory.scan.kubernetes.credentials", ""),
                        Map.entry("factory.scan.kubernetes.memory", "2Gi"),
                        Map.entry("factory.scan.kubernetes.namespace", "image-factory-scans"),
                        Map.entry("factory.scan.kubernetes.server", ""),
                        Map.entry("factory.scan.limit", "10M"),
                        Map.entry("factory.scan.max-age", "48H"),
                        Map.entry("factory.scan.reports", ".output"),
                        Map.entry("factory.schedules", ""),
                        Map.entry("factory.staging", "{registry}/{repository}-build"),
                        Map.entry("factory.sweep", "timer:sweep?delay=60000&period=3600000"),
                        Map.entry("factory.tick", "timer:tick?delay=3000&period=1000"),
                        Map.entry("factory.wake.catalog", "seda:catalog?size=1&discardWhenFull=true&pollTimeout=100"),
                        Map.entry("factory.wake.plan", "seda:plan?size=1&discardWhenFull=true&pollTimeout=100"),
                        Map.entry("factory.wake.relay", "seda:relay?size=1&discardWhenFull=true&pollTimeout=100"),
                        Map.entry(
                                "factory.wake.run",
                                "seda:run?size=1&discardWhenFull=true&concurrentConsumers=8&pollTimeout=100"),
                        Map.entry("factory.work", ".run/factory"),
                        Map.entry("factory.zone", "UTC"))));
    }

    @Test
    void everyKeyIsMappedToWhatIsAskedFor() throws Exception {
        var config = config(Map.ofEntries(
                Map.entry("factory.catalog", "c.yaml"),
                Map.entry("factory.catalog-watch", "direct:w"),
                Map.entry("factory.brokers", "b:1"),
                Map.entry("factory.work", "w"),
                Map.entry("factory.staging", "s"),
                Map.entry("factory.lease", "7S"),
                Map.entry("factory.again.within", "11S"),
                Map.entry("factory.again.calm", "12M"),
                Map.entry("factory.history", "8D"),
                Map.entry("factory.events", "direct:e"),
                Map.entry("factory.wake.catalog", "direct:c"),
                Map.entry("factory.wake.plan", "direct:p"),
                Map.entry("factory.wake.run", "direct:r"),
                Map.entry("factory.wake.relay", "direct:l"),
                Map.entry("factory.backstop", "direct:b"),
                Map.entry("factory.sweep", "direct:s"),
                Map.entry("factory.externals", "direct:x"),
                Map.entry("factory.tick", "direct:t"),
                Map.entry("factory.schedules.weekly", "30 4 * * 1"),
                Map.entry("factory.zone", "Europe/Berlin"),
                Map.entry("factory.gc.age", "2D"),
                Map.entry("factory.gc.publications", "9"),
                Map.entry("factory.intake.retries", "3"),
                Map.entry("factory.intake.retry-delay", "4"),
                Map.entry("factory.rest.first", "5S"),
                Map.entry("factory.rest.longest", "6M")));

        assertThat(config.catalog()).isEqualTo("c.yaml");
        assertThat(config.catalogWatch()).isEqualTo("direct:w");
        assertThat(config.brokers()).isEqualTo("b:1");
        assertThat(config.work()).isEqualTo(Path.of("w"));
        assertThat(config.staging()).isEqualTo("s");
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.again().within()).isEqualTo(Duration.ofSeconds(11));
        assertThat(config.again().calm()).isEqualTo(Duration.ofMinutes(12));
        assertThat(config.history()).isEqualTo(Duration.ofDays(8));
        assertThat(config.events()).isEqualTo("direct:e");
        assertThat(config.wake().catalog()).isEqualTo("direct:c");
        assertThat(config.wake().plan()).isEqualTo("direct:p");
        assertThat(config.wake().run()).isEqualTo("direct:r");
        assertThat(config.wake().relay()).isEqualTo("direct:l");
        assertThat(config.backstop()).isEqualTo("direct:b");
        assertThat(config.sweep()).isEqualTo("direct:s");
        assertThat(config.externals()).isEqualTo("direct:x");
        assertThat(config.tick()).isEqualTo("direct:t");
        assertThat(config.schedules()).isEqualTo(Map.of("nightly", "0 2 * * *", "weekly", "30 4 * * 1"));
        assertThat(config.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(config.gc().age()).isEqualTo(Duration.ofDays(2));
        assertThat(config.gc().publications()).isEqualTo(9);
        assertThat(config.intake().retries()).isEqualTo(3);
        assertThat(config.intake().retryDelay()).isEqualTo(4);
        assertThat(config.rest().first()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.rest().longest()).isEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void everyKeyOfWhatIsOutsideIsMappedToWhatIsAskedFor() throws Exception {
        var config = config(Map.ofEntries(
                Map.entry("factory.registry.insecure", "a:1,b:2"),
                Map.entry("factory.registry.config", "config.json"),
                Map.entry("factory.registry.cas", "a.pem,b.pem"),
                Map.entry("factory.registry.concurrency", "9"),
                Map.entry("factory.git.credentials", "git"),
                Map.entry("factory.http.token", "token")));

        assertThat(config.registry().insecure()).contains(Set.of("a:1", "b:2"));
        assertThat(config.registry().config()).contains(Path.of("config.json"));
        assertThat(config.registry().cas()).contains(List.of(Path.of("a.pem"), Path.of("b.pem")));
        assertThat(config.registry().concurrency()).isEqualTo(9);
        assertThat(config.git().credentials()).contains(Path.of("git"));
        assertThat(config.http().token()).contains(Path.of("token"));
    }

    @Test
    void everyKeyOfTheGitOpsRepositoryIsMappedToWhatIsAskedFor() throws Exception {
        var gitops = config(Map.ofEntries(
                        Map.entry("factory.gitops.repository", "https://git.test/gitops.git"),
                        Map.entry("factory.gitops.branch", "b"),
                        Map.entry("factory.gitops.path", "p"),
                        Map.entry("factory.gitops.project", "k"),
                        Map.entry("factory.gitops.factory", "https://factory.test"),
                        Map.entry("factory.gitops.commands", "cli:2"),
                        Map.entry("factory.gitops.watch", "direct:g")))
                .gitops();

        assertThat(gitops.repository()).contains(URI.create("https://git.test/gitops.git"));
        assertThat(gitops.branch()).contains("b");
        assertThat(gitops.path()).isEqualTo("p");
        assertThat(gitops.project()).isEqualTo("k");
        assertThat(gitops.factory()).isEqualTo(URI.create("https://factory.test"));
        assertThat(gitops.commands()).isEqualTo("cli:2");
        assertThat(gitops.watch()).isEqualTo("direct:g");
        assertThat(config(Map.of("factory.kargo", "kubernetes")).kargo()).isEqualTo(FactoryConfig.Kargo.KUBERNETES);
    }

    @Test
    void everyKeyOfBuildsAsJobsIsMappedToWhatIsAskedFor() throws Exception {
        var builds = config(Map.ofEntries(
                        Map.entry("factory.builds", "kubernetes"),
                        Map.entry("factory.builds.limit", "1M"),
                        Map.entry("factory.builds.kubernetes.namespace", "n"),
                        Map.entry("factory.builds.kubernetes.image", "i:1"),
                        Map.entry("factory.builds.kubernetes.pod", "host-users"),
                        Map.entry("factory.builds.kubernetes.cpu", "1"),
                        Map.entry("factory.builds.kubernetes.memory", "1Gi"),
                        Map.entry("factory.builds.kubernetes.storage", "2Gi"),
                        Map.entry("factory.builds.kubernetes.nodes", "pool=builds,disk=ssd"),
                        Map.entry("factory.builds.kubernetes.tolerations", "builds=only:NoSchedule,spot"),
                        Map.entry("factory.builds.kubernetes.emulated", "linux/arm64"),
                        Map.entry("factory.builds.kubernetes.priority-class", "p"),
                        Map.entry("factory.builds.kubernetes.registry-secret", "r"),
                        Map.entry("factory.builds.kubernetes.git-secret", "g"),
                        Map.entry("factory.builds.kubernetes.authorities", "a"),
                        Map.entry("factory.builds.kubernetes.queue", "q")))
                .builds();
        var kubernetes = builds.kubernetes();

        assertThat(builds.place()).isEqualTo(FactoryConfig.Builds.Place.KUBERNETES);
        assertThat(builds.limit()).isEqualTo(Duration.ofMinutes(1));
        assertThat(kubernetes.namespace()).isEqualTo("n");
        assertThat(kubernetes.image()).isEqualTo("i:1");
        assertThat(kubernetes.pod()).isEqualTo("host-users");
        assertThat(kubernetes.cpu()).isEqualTo("1");
        assertThat(kubernetes.memory()).isEqualTo("1Gi");
        assertThat(kubernetes.storage()).isEqualTo("2Gi");
        assertThat(kubernetes.nodes()).contains(List.of("pool=builds", "disk=ssd"));
        assertThat(kubernetes.tolerations()).contains(List.of("builds=only:NoSchedule", "spot"));
        assertThat(kubernetes.emulated()).contains(Set.of("linux/arm64"));
        assertThat(kubernetes.priorityClass()).contains("p");
        assertThat(kubernetes.registrySecret()).contains("r");
        assertThat(kubernetes.gitSecret()).contains("g");
        assertThat(kubernetes.authorities()).contains("a");
        assertThat(kubernetes.queue()).contains("q");
    }

    @Test
    void everyKeyOfBuildsScansAndKeysIsMappedToWhatIsAskedFor() throws Exception {
        var config = config(Map.ofEntries(
                Map.entry("factory.builds.command", "java,-jar,b.jar"),
                Map.entry("factory.builds.limit", "1M"),
                Map.entry("factory.builds.concurrency", "1"),
                Map.entry("factory.scan.image", "i"),
                Map.entry("factory.scan.database", "none"),
                Map.entry("factory.scan.folder", "f"),
                Map.entry("factory.scan.max-age", "3H"),
                Map.entry("factory.scan.limit", "2M"),
                Map.entry("factory.scan.concurrency", "4"),
                Map.entry("factory.scan.reports", "r"),
                Map.entry("factory.keys.signing", "k"),
                Map.entry("factory.keys.password", "p"),
                Map.entry("factory.keys.trusted", "a.pub,b.pub")));

        assertThat(config.builds().command()).containsExactly("java", "-jar", "b.jar");
        assertThat(config.builds().limit()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.builds().concurrency()).isEqualTo(1);
        assertThat(config.scan().image()).isEqualTo("i");
        assertThat(config.scan().database()).isEqualTo("none");
        assertThat(config.scan().folder()).isEqualTo(Path.of("f"));
        assertThat(config.scan().maxAge()).isEqualTo(Duration.ofHours(3));
        assertThat(config.scan().limit()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.scan().concurrency()).isEqualTo(4);
        assertThat(config.scan().reports()).isEqualTo(Path.of("r"));
        assertThat(config.keys().signing()).isEqualTo(Path.of("k"));
        assertThat(config.keys().password()).isEqualTo(Optional.of(Path.of("p")));
        assertThat(config.keys().trusted()).containsExactly(Path.of("a.pub"), Path.of("b.pub"));
    }

    @Test
    void everyKeyOfScansInAClusterIsMappedToWhatIsAskedFor() throws Exception {
        var scan = config(Map.ofEntries(
                        Map.entry("factory.scan", "kubernetes"),
                        Map.entry("factory.scan.image", "i"),
                        Map.entry("factory.scan.kubernetes.namespace", "n"),
                        Map.entry("factory.scan.kubernetes.claim", "c"),
                        Map.entry("factory.scan.kubernetes.server", "http://s:1"),
                        Map.entry("factory.scan.kubernetes.credentials", "a"),
                        Map.entry("factory.scan.kubernetes.memory", "3Gi")))
                .scan();

        assertThat(scan.place()).isEqualTo(FactoryConfig.Scan.Place.KUBERNETES);
        assertThat(scan.image()).isEqualTo("i");
        assertThat(scan.kubernetes().namespace()).isEqualTo("n");
        assertThat(scan.kubernetes().claim()).isEqualTo("c");
        assertThat(scan.kubernetes().server()).contains(URI.create("http://s:1"));
        assertThat(scan.kubernetes().credentials()).contains("a");
        assertThat(scan.kubernetes().memory()).isEqualTo("3Gi");
        assertThat(config(Map.of()).scan().place()).isEqualTo(FactoryConfig.Scan.Place.CONTAINER);
    }

    /** The README shows this table; {@code -Dgolden=write} writes it anew. */
    @Test
    void theTableForTheReadmeListsEveryKey() throws Exception {
        var table = Keys.table(FactoryConfig.class, Files.readString(SOURCE));
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(TABLE.getParent());
            Files.writeString(TABLE, table);
        }

        assertThat(table).isEqualTo(Files.readString(TABLE));
        assertThat(Files.readString(Path.of("../../README.md"))).contains(table.strip());
    }

    private static FactoryConfig config(Map<String, String> values) throws IOException {
        return build(values).getConfigMapping(FactoryConfig.class);
    }

    private static SmallRyeConfig build(Map<String, String> values) throws MalformedURLException, IOException {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ConfigClass.configClass(FactoryConfig.class))
                .withSources(
                        new PropertiesConfigSource(
                                Path.of("src/main/resources/application.properties")
                                        .toUri()
                                        .toURL(),
                                100),
                        new PropertiesConfigSource(values, "test", 200))
                .build();
    }
}
