package imagefactory.builder.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BuilderEnvironmentTest {
    @Test
    void onlyPlacesProxiesAndAuthoritiesArePassedOn() {
        var factory = Map.of(
                "PATH", "/usr/bin",
                "HOME", "/home/factory",
                "https_proxy", "http://proxy:3128",
                "SSL_CERT_FILE", "/etc/ca.pem",
                "COSIGN_PASSWORD", "secret",
                "FACTORY_DATABASE_PASSWORD", "secret",
                "JAVA_TOOL_OPTIONS", "-Dpassword=secret",
                "DOCKER_HOST", "unix:///run/podman.sock");

        assertThat(BuilderEnvironment.of(factory, "/srv/builds/1#1"))
                .isEqualTo(Map.of(
                        "PATH", "/usr/bin",
                        "HOME", "/home/factory",
                        "https_proxy", "http://proxy:3128",
                        "SSL_CERT_FILE", "/etc/ca.pem",
                        "IMAGE_FACTORY_BUILD", "/srv/builds/1#1"));
    }
}
