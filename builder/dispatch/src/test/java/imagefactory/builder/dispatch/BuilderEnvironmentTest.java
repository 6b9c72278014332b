package imagefactory.builder.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuilderEnvironmentTest {
    @Test
    void onlyPlacesProxiesAndAuthoritiesArePassedOn() {
        var factory = Map.of(
                "PATH", "/usr/bin",
                "HOME", "/home/factory",
                "LANG", "C",
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
                        "LC_ALL", "C.UTF-8",
                        "https_proxy", "http://proxy:3128",
                        "SSL_CERT_FILE", "/etc/ca.pem",
                        "IMAGE_FACTORY_BUILD", "/srv/builds/1#1"));
    }

    @Test
    void fileNamesAreUtf8WhateverTheFactorysOwnLocale() throws Exception {
        var java = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java", "-XshowSettings:properties", "-version")
                .redirectErrorStream(true);
        java.environment().clear();
        java.environment().putAll(BuilderEnvironment.of(Map.of("LANG", "POSIX"), "mark"));
        var process = java.start();

        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(said).contains("sun.jnu.encoding = UTF-8");
    }
}
