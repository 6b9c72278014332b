package imagefactory.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.PlayedFactory;
import imagefactory.cli.Typed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    Path folder;

    private PlayedFactory factory;
    private Typed terminal;

    @BeforeEach
    void play() throws IOException {
        factory = new PlayedFactory();
        terminal = new Typed()
                .with("FACTORY_URL", factory.url())
                .with("FACTORY_WORK", folder.resolve("work").toString())
                .with("DOCKER_HOST", "unix://" + folder.resolve("no.sock"));
    }

    @AfterEach
    void end() {
        factory.close();
    }

    @Test
    void healthyFactoryIsToldAndWhatFailsEndsWithOne() {
        factory.answers("GET /q/health", "{\"status\":\"UP\",\"checks\":[{\"name\":\"kafka\",\"status\":\"UP\"}]}");

        var ended = doctor();

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .contains(
                        "    ok  factory           " + factory.url() + " is healthy\n",
                        "failed  container engine  unix://",
                        "        Start Docker or rootless Podman");
    }

    @Test
    void anIllFactorySaysItself() {
        factory.answersWith(
                "GET /q/health",
                503,
                "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"kafka\",\"status\":\"DOWN\",\"data\":{\"why\":\"away\"}}]}");

        assertThat(doctor().out())
                .contains("failed  factory           " + factory.url() + " says: kafka {\"why\":\"away\"}\n");
    }

    @Test
    void aFactoryThatWasNamedHasToBeThere() {
        factory.close();

        assertThat(doctor().out()).contains("failed  factory           ");
    }

    @Test
    void aRegistryThatNobodyRunsFails() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        catalog("- {name: db, registry: \"127.0.0.1:" + port + "\", repository: acme/db, allowTags: ^1$}\n");

        var ended = terminal.type(
                "doctor", folder.resolve("images.yaml").toString(), "--insecure-registry", "127.0.0.1:" + port);

        assertThat(ended.out()).contains("failed  127.0.0.1:" + port + " ");
    }

    @Test
    void servicesThatAreConfiguredAreKnockedAt() throws IOException {
        catalog("[]\n");
        try (var open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = open.getLocalPort();
            terminal.with("FACTORY_BROKERS", "127.0.0.1:" + port)
                    .with("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:" + port + "/factory");

            assertThat(doctor().out())
                    .contains(
                            "    ok  kafka             127.0.0.1:" + port + "\n",
                            "    ok  postgresql        127.0.0.1:" + port + "\n");
        }
    }

    @Test
    void theFactoryTellsOfItsCluster() throws IOException {
        inACluster();
        factory.answers("GET /doctor", """
                {"checks": [
                  {"what": "kubernetes", "verdict": "ok", "found": "1.36", "remedy": ""},
                  {"what": "builds secrets/accounts", "verdict": "unseen", "found": "not looked at", "remedy": "Look."}
                ]}
                """);

        var ended = doctor();

        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .contains(
                        "    ok  kubernetes               1.36\n",
                        "unseen  builds secrets/accounts  not looked at\n        Look.\n")
                .doesNotContain("buildah", "newuidmap", "container engine");
        assertThat(doctor("--json").out()).contains("\"verdict\":\"unseen\"", "\"healthy\":true");
    }

    @Test
    void whatFailsInTheClusterEndsWithOne() throws IOException {
        inACluster();
        factory.answers("GET /doctor", """
                {"checks": [{"what": "builds rights", "verdict": "failed", "found": "None.", "remedy": "Grant them."}]}
                """);

        assertThat(doctor().code()).isEqualTo(1);
    }

    @Test
    void aFactoryThatDoesNotTellOfItsClusterSaysWhy() throws IOException {
        inACluster();
        factory.refuses("GET /doctor", 401, "bad-request", "No token.", "Send one.");

        assertThat(doctor().out()).contains("unseen  cluster  ", "No token.\n        Send one.\n");
    }

    private void inACluster() throws IOException {
        factory.answers("GET /q/health", "{\"status\":\"UP\",\"checks\":[]}");
        terminal.with("FACTORY_BUILDS", "kubernetes").with("FACTORY_SCAN", "kubernetes");
        catalog("[]\n");
    }

    @Test
    void theCatalogIsTheFactorysUnlessAnotherIsNamed() throws IOException {
        catalog("[]\n");
        terminal.with("FACTORY_CATALOG", folder.resolve("images.yaml").toString());

        assertThat(terminal.type("doctor").out()).contains("ok  " + folder.resolve("images.yaml"));

        terminal.with("FACTORY_CATALOG", "git https://host.test/a.git#main:images.yaml");

        assertThat(terminal.type("doctor").out()).contains("unseen  catalog ");
    }

    @Test
    void machinesReadEachCheck() {
        assertThat(doctor("--json").out())
                .startsWith("{\"checks\":[{\"found\":")
                .contains("\"verdict\":\"failed\"", "\"healthy\":false");
    }

    @Test
    void aCatalogWithFaultsStopsNoOtherCheck() throws IOException {
        catalog("- {name: 7}\n");

        assertThat(doctor().out()).contains("failed  " + folder.resolve("images.yaml"), "container engine");
    }

    private void catalog(String yaml) throws IOException {
        Files.writeString(folder.resolve("images.yaml"), yaml);
    }

    private Typed.Ended doctor(String... more) {
        var words = new java.util.ArrayList<>(
                java.util.List.of("doctor", folder.resolve("images.yaml").toString()));
        words.addAll(java.util.List.of(more));
        return terminal.type(words.toArray(String[]::new));
    }
}
