package imagefactory.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryTest {
    @ParameterizedTest
    @CsvSource({
        "debian, docker.io, library/debian",
        "acme/portal, docker.io, acme/portal",
        "docker.io/debian, docker.io, library/debian",
        "index.docker.io/debian, docker.io, library/debian",
        "registry-1.docker.io/acme/portal, docker.io, acme/portal",
        "ghcr.io/acme/portal, ghcr.io, acme/portal",
        "ghcr.io/portal, ghcr.io, portal",
        "localhost/portal, localhost, portal",
        "localhost:5000/demo/portal, localhost:5000, demo/portal",
        "127.0.0.1:5000/demo/portal, 127.0.0.1:5000, demo/portal",
        "[::1]:5000/demo/portal, [::1]:5000, demo/portal",
        "LOCAL/portal, LOCAL, portal",
        "quay.io/a/b/c/d, quay.io, a/b/c/d",
        "ghcr.io/a.b_c__d-e---f/g, ghcr.io, a.b_c__d-e---f/g",
    })
    void readAsDockerReadsIt(String text, String registry, String path) {
        assertThat(Repository.parse(text)).isEqualTo(new Repository(registry, path));
    }

    @Test
    void itsFullFormIsReadBackAsItself() {
        var debian = Repository.parse("debian");

        assertThat(debian).hasToString("docker.io/library/debian");
        assertThat(Repository.parse(debian.toString())).isEqualTo(debian);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "acme/",
                "/acme",
                "acme//portal",
                "Acme",
                "ghcr.io/Acme/portal",
                "ghcr.io/",
                "ghcr.io/acme/../portal",
                "ghcr.io/acme/.hidden",
                "ghcr.io/acme/portal.",
                "ghcr.io/acme/a..b",
                "ghcr.io/acme/a___b",
                "ghcr.io/acme/-a",
                "ghcr.io:port/acme",
                "ghcr.io:123456/acme",
                "-ghcr.io/acme",
                "ghcr..io/acme",
                "user:pass@ghcr.io/acme",
                "https://ghcr.io/acme",
                "ghcr.io/acme portal",
                "ghcr.io/acme\nportal",
                "ghcr.io/acme\u0000",
                "ghcr.io/ácme",
                "[::1/acme",
                "--option",
                "$(reboot)",
            })
    void whatARegistryCouldNotHoldIsRefused(String text) {
        assertThatThrownBy(() -> Repository.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingIsLongerThanRegistriesTake() {
        assertThat(Repository.parse("ghcr.io/" + "a".repeat(255)).path()).hasSize(255);
        assertThatThrownBy(() -> Repository.parse("ghcr.io/" + "a".repeat(256)))
                .hasMessageEndingWith("is not a repository: lower-case letters, digits and single . _ - between them");
        assertThatThrownBy(() -> Repository.parse("a.".repeat(200) + "io/acme"))
                .hasMessageEndingWith("is not a registry: a host name, and a port if it has one");
    }

    @Test
    void hostileLengthIsRefusedAtOnce() {
        assertThatThrownBy(() -> Repository.parse("a-".repeat(500_000) + "/" + "a_".repeat(500_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
