package imagefactory.scanner.kubernetes;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.scan.ScanRequest;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge.Server;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge.Volume;
import imagefactory.scanner.kubernetes.ClusterSettings.Registries;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the tests of this package scan, and with what. */
final class Settings {
    static final String NAMESPACE = "image-factory-scans";
    static final Duration MAX_AGE = Duration.ofDays(2);
    static final Volume VOLUME =
            new Volume("trivy-database", Optional.of(ImageRef.parse("registry.test:5000/mirror/trivy-db:2")), MAX_AGE);
    static final Server SERVER = new Server(URI.create("http://trivy-server:4954"), MAX_AGE);
    static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    static final Known ON_VOLUME = new Known(MADE, Optional.of("a/db"));
    static final Known ON_SERVER = new Known(MADE, Optional.empty());
    static final Bytes SBOM = Bytes.utf8("""
            {
              "bomFormat": "CycloneDX",
              "components": [{"name": "acme-tls", "version": "1.0"}]
            }
            """);

    private Settings() {}

    static ClusterSettings with(Knowledge knowledge) {
        return with(knowledge, new Registries(Set.of(), List.of(), Optional.empty()));
    }

    static ClusterSettings with(Knowledge knowledge, Registries registries) {
        return new ClusterSettings(
                NAMESPACE,
                "registry.test:5000/image-factory/trivy:0.74.0",
                Duration.ofMinutes(10),
                "2Gi",
                registries,
                knowledge);
    }

    static ScanRequest image() {
        return new ScanRequest(
                Repository.parse("registry.test:5000/demo/portal-build"),
                Digest.of("portal".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                Platform.LINUX_ARM64,
                Optional.empty());
    }

    static ScanRequest list() {
        var image = image();
        return new ScanRequest(image.repository(), image.manifest(), image.platform(), Optional.of(SBOM));
    }
}
