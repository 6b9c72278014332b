package imagefactory.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerTest {
    @TempDir
    Path directory;

    @Test
    void killedOneKnowsAtTheSameAddressWhatItKnewAndLeavesNothing() throws Exception {
        var server = ApiServer.start();
        try (server) {
            var url = server.url();
            assertThat(kubectl(server, "create", "namespace", "kept")).contains("namespace/kept created");

            server.kill();
            assertThat(kubectl(server, "get", "namespace", "kept")).contains("refused");
            server.startAgain();

            assertThat(server.url()).isEqualTo(url);
            assertThat(kubectl(server, "get", "namespace", "kept", "-o", "name"))
                    .isEqualTo("namespace/kept\n");
        }

        assertThat(server.kubeconfig().getParent().getParent()).doesNotExist();
    }

    @Test
    void hasRightsForItsOwnerAlone() throws Exception {
        try (var server = ApiServer.start()) {
            assertThat(kubectl(server, "auth", "can-i", "*", "*", "-A")).isEqualTo("yes\n");
            assertThat(kubectl(server, "auth", "can-i", "list", "pods", "--as=nobody"))
                    .isEqualTo("no\n");
        }
    }

    @Test
    void goesToAnotherPortWhereItsOwnIsTaken() throws Exception {
        try (var server = ApiServer.start()) {
            server.kill();
            var port = URI.create(server.url()).getPort();
            try (var squatter = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                server.startAgain();

                assertThat(server.url()).doesNotContain(":" + squatter.getLocalPort());
                assertThat(kubectl(server, "get", "--raw=/readyz")).isEqualTo("ok");
            }
        }
    }

    @Test
    void oneThatDiesAtOnceIsStartedAgain() throws Exception {
        var real = ApiServer.built();
        Files.createSymbolicLink(directory.resolve("etcd"), real.resolve("etcd"));
        Files.createSymbolicLink(directory.resolve("kubectl"), real.resolve("kubectl"));
        program("[ -e %1$s/once ] || { touch %1$s/once; echo address already in use; exit 1; }; exec %2$s \"$@\""
                .formatted(directory, real.resolve("kube-apiserver")));

        try (var server = ApiServer.start(directory, directory.resolve("state"))) {
            assertThat(directory.resolve("once")).exists();
            assertThat(kubectl(server, "get", "--raw=/readyz")).isEqualTo("ok");
        }
    }

    @Test
    void oneThatNeverComesUpIsShownByItsLog() throws Exception {
        Files.createSymbolicLink(directory.resolve("etcd"), ApiServer.built().resolve("etcd"));
        program("echo tried >>%s/times; echo unknown flag; exit 3".formatted(directory));

        assertThatThrownBy(() -> ApiServer.start(directory, directory.resolve("state")))
                .isInstanceOf(NotStarted.class)
                .hasMessageContaining("kube-apiserver did not start: it ended with exit code 3")
                .hasMessageEndingWith("unknown flag");
        assertThat(directory.resolve("times")).hasContent("tried\ntried\ntried");
    }

    private void program(String script) throws Exception {
        var file = Files.writeString(directory.resolve("kube-apiserver"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static String kubectl(ApiServer server, String... arguments) throws Exception {
        var line = new ArrayList<>(List.of(
                server.programs().resolve("kubectl").toString(),
                "--kubeconfig=" + server.kubeconfig(),
                "--cache-dir=" + server.kubeconfig().resolveSibling("cache"),
                "--request-timeout=20s"));
        line.addAll(List.of(arguments));
        var process = new ProcessBuilder(line).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
