package imagefactory.builder.dispatch.kubernetes;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real API server with its etcd, and nothing besides: no controller, no node. It may be killed and started again in its place. */
public final class ApiServer {
    static final String ADMIN = "admin-token";
    static final String NOBODY = "nobody-token";

    private static Optional<ApiServer> shared = Optional.empty();

    private final Path binaries;
    private final Path folder;
    private final int etcdPort = freePort();
    private final int port = freePort();
    private final List<Process> processes = new ArrayList<>();
    private Process apiServer;

    private ApiServer(Path binaries, Path folder) {
        this.binaries = binaries;
        this.folder = folder;
    }

    /** One for all tests of this JVM: each takes a namespace of its own. */
    public static synchronized ApiServer shared() {
        if (shared.isEmpty()) {
            try {
                var server = new ApiServer(binaries(), Files.createTempDirectory("api-server"));
                Runtime.getRuntime().addShutdownHook(new Thread(server::end));
                server.begin();
                shared = Optional.of(server);
            } catch (Exception e) {
                throw new IllegalStateException("no API server", e);
            }
        }
        return shared.get();
    }

    private static Path binaries() throws IOException {
        var tools = Optional.ofNullable(System.getenv("IMAGE_FACTORY_TOOLS")).map(Path::of);
        var place = tools.or(() -> Optional.of(Path.of("../../.tools")))
                .orElseThrow()
                .resolve("kubernetes/k8s");
        if (Files.isDirectory(place)) {
            try (var versions = Files.list(place)) {
                var found = versions.filter(each -> Files.isExecutable(each.resolve("kube-apiserver")))
                        .findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        throw new IllegalStateException(
                "There is no kube-apiserver in " + place
                        + "/*: run deploy/local/cluster/binaries api, or set IMAGE_FACTORY_TOOLS to where ./taskw test made it");
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void begin() throws Exception {
        Files.writeString(folder.resolve("tokens.csv"), ADMIN + ",admin,1,system:masters\n" + NOBODY + ",nobody,2\n");
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var key = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        Files.writeString(
                folder.resolve("sa.key"), "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
        run(
                "etcd",
                "--data-dir=" + folder.resolve("etcd"),
                "--unsafe-no-fsync",
                "--log-level=error",
                "--listen-client-urls=" + etcd(),
                "--advertise-client-urls=" + etcd(),
                "--listen-peer-urls=http://127.0.0.1:0");
        start();
    }

    private String etcd() {
        return "http://127.0.0.1:" + etcdPort;
    }

    String url() {
        return "https://127.0.0.1:" + port + "/";
    }

    void start() {
        apiServer = run(
                "kube-apiserver",
                "--etcd-servers=" + etcd(),
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--endpoint-reconciler-type=none",
                "--cert-dir=" + folder.resolve("certificates"),
                "--token-auth-file=" + folder.resolve("tokens.csv"),
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + folder.resolve("sa.key"),
                "--service-account-signing-key-file=" + folder.resolve("sa.key"),
                "--service-cluster-ip-range=10.96.0.0/24",
                "--kubelet-preferred-address-types=InternalIP",
                "--disable-admission-plugins=ServiceAccount",
                "--profiling=false");
        try (var client = client(ADMIN)) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                    .until(() -> client.raw("/readyz"), "ok"::equals);
        }
    }

    /** At once, as by a power cut. */
    void kill() throws InterruptedException {
        apiServer.destroyForcibly().waitFor();
    }

    public KubernetesClient admin() {
        return client(ADMIN);
    }

    KubernetesClient client(String token) {
        return new KubernetesClientBuilder().withConfig(config(token)).build();
    }

    /** As the factory's own: no call takes longer than 5 s. */
    Config config(String token) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(url())
                .withOauthToken(token)
                .withTrustCerts(true)
                .withDisableHostnameVerification(true)
                .withConnectionTimeout(2_000)
                .withRequestTimeout(4_000)
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    private Process run(String program, String... arguments) {
        var line = new ArrayList<>(List.of(binaries.resolve(program).toString()));
        line.addAll(List.of(arguments));
        var log = folder.resolve(program + ".log").toFile();
        try {
            var process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        processes.reversed().forEach(Process::destroyForcibly);
        for (var process : processes) {
            try {
                process.waitFor(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
