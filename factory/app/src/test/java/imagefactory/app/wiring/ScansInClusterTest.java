package imagefactory.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.app.config.FactoryConfig;
import imagefactory.core.image.ImageRef;
import imagefactory.scanner.kubernetes.ClusterSettings;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge;
import imagefactory.scanner.kubernetes.ClusterSettings.Registries;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What of the configuration scans in a cluster obey. */
class ScansInClusterTest {
    private static final Duration MAX_AGE = Duration.ofDays(2);

    @Test
    void databaseIsOnAVolumeUnlessAServerHasIt() throws Exception {
        assertThat(settings(Map.of()))
                .isEqualTo(new ClusterSettings(
                        "image-factory-scans",
                        "localhost/image-factory/trivy:0.74.0",
                        Duration.ofMinutes(10),
                        "2Gi",
                        new Registries(Set.of(), List.of(), Optional.empty()),
                        new Knowledge.Volume(
                                "trivy-database",
                                Optional.of(ImageRef.parse("ghcr.io/aquasecurity/trivy-db:2")),
                                MAX_AGE)));
        assertThat(settings(Map.of("factory.scan.database", "none")).knowledge())
                .isEqualTo(new Knowledge.Volume("trivy-database", Optional.empty(), MAX_AGE));
        assertThat(settings(Map.of("factory.scan.kubernetes.server", "http://trivy:4954"))
                        .knowledge())
                .isEqualTo(new Knowledge.Server(URI.create("http://trivy:4954"), MAX_AGE));
    }

    @Test
    void registriesAreThoseOfTheFactory() throws Exception {
        assertThat(settings(Map.of(
                                "factory.registry.insecure", "a:1",
                                "factory.registry.cas", "a.pem",
                                "factory.scan.kubernetes.credentials", "account"))
                        .registries())
                .isEqualTo(new Registries(Set.of("a:1"), List.of(Path.of("a.pem")), Optional.of("account")));
    }

    private static ClusterSettings settings(Map<String, String> values) throws IOException {
        return ScansInCluster.settings(config(values));
    }

    /** The factory's, with these values. */
    static FactoryConfig config(Map<String, String> values) throws IOException {
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
                .build()
                .getConfigMapping(FactoryConfig.class);
    }
}
