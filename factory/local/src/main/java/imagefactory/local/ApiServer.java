package imagefactory.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A real API server of Kubernetes with its etcd and nothing besides: no controller, no node. For tests of what talks to a
 * cluster.
 *
 * <p>Listens on 127.0.0.1 and lets in whoever has its kubeconfig, as the cluster's admin; for all others there is RBAC.
 * Admission is Kubernetes' own choice but for ServiceAccount, as nobody is here who makes the accounts that it asks for.
 * Its programs are what {@code deploy/local/cluster/binaries api} built. Not for use by many threads.
 */
public final class ApiServer implements AutoCloseable {
    private static final Duration ETCD_READY_WITHIN = Duration.ofSeconds(30);
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    private final Path programs;
    private final Path directory;
    private final Folder data;
    private final Folder own;
    private final String token = UUID.randomUUID().toString();
    private final Child etcd;
    private Child child;
    private int port;

    private ApiServer(Path programs, Path directory) throws IOException {
        this.programs = programs;
        this.directory = directory;
        data = Folder.take(directory, "etcd");
        own = Folder.take(directory, "kube-apiserver");
        etcd = Attempts.with(data, this::etcd);
        try {
            Files.writeString(own.resolve("tokens.csv"), token + ",admin,1,system:masters\n");
            Files.writeString(own.resolve("accounts.key"), key());
            child = Attempts.with(own, this::server);
        } catch (IOException | RuntimeException e) {
            etcd.kill();
            data.close();
            throw e;
        }
    }

    /**
     * Starts a new one in a temporary folder and returns when it is ready. The folder goes when it is closed, or when this
     * JVM ends.
     *
     * @throws NotStarted when its programs are not there, or it did not come up three times; the message ends with the last
     *     lines of its log, and the folder stays
     */
    public static ApiServer start() throws IOException {
        return start(built(), Files.createTempDirectory("api-server"));
    }

    static ApiServer start(Path programs, Path directory) throws IOException {
        var server = new ApiServer(programs, directory);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    static Path built() throws NotStarted {
        var tools = Optional.ofNullable(System.getenv("IMAGE_FACTORY_TOOLS")).map(Path::of);
        var above = Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(".tools"));
        return Stream.concat(tools.stream(), above)
                .map(folder -> folder.resolve("cluster"))
                .filter(folder -> Files.isExecutable(folder.resolve("kube-apiserver")))
                .findFirst()
                .orElseThrow(() -> new NotStarted(
                        "there is no cluster/kube-apiserver in IMAGE_FACTORY_TOOLS, nor in a .tools above here;"
                                + " deploy/local/cluster/binaries api builds it, once, in some ten minutes"));
    }

    /** Reached by a socket of its folder: nobody can take that from it. */
    private Child etcd(Folder folder) throws IOException {
        var child = Child.spawn(
                folder,
                "KILL",
                program(
                        "etcd",
                        "--data-dir=" + folder.resolve("data"),
                        "--unsafe-no-fsync",
                        "--log-level=error",
                        "--listen-client-urls=" + socket(),
                        "--advertise-client-urls=http://127.0.0.1:0",
                        "--listen-peer-urls=http://127.0.0.1:0"));
        child.awaitReady(() -> Files.exists(data.resolve("socket")), ETCD_READY_WITHIN);
        return child;
    }

    private String socket() {
        return "unix://" + data.resolve("socket");
    }

    private Child server(Folder folder) throws IOException {
        port = Ports.keep(folder.resolve("ports"), 1).getFirst();
        var started = Child.spawn(
                folder,
                "KILL",
                program(
                        "kube-apiserver",
                        "--etcd-servers=" + socket(),
                        "--bind-address=127.0.0.1",
                        "--advertise-address=127.0.0.1",
                        "--secure-port=" + port,
                        "--endpoint-reconciler-type=none",
                        "--cert-dir=" + folder.path(),
                        "--token-auth-file=" + folder.resolve("tokens.csv"),
                        "--authorization-mode=RBAC",
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-key-file=" + folder.resolve("accounts.key"),
                        "--service-account-signing-key-file=" + folder.resolve("accounts.key"),
                        "--service-cluster-ip-range=10.96.0.0/24",
                        "--kubelet-preferred-address-types=InternalIP",
                        "--allow-privileged",
                        "--disable-admission-plugins=ServiceAccount",
                        "--profiling=false"));
        try (var readiness = new Readiness(url(), folder, token)) {
            started.awaitReady(readiness, READY_WITHIN);
        }
        Files.writeString(kubeconfig(), """
                apiVersion: v1
                kind: Config
                current-context: admin
                clusters: [{name: local, cluster: {server: "%s", certificate-authority: "%s"}}]
                users: [{name: admin, user: {token: "%s"}}]
                contexts: [{name: admin, context: {cluster: local, user: admin}}]
                """.formatted(url(), Readiness.certificate(folder), token));
        return started;
    }

    private ProcessBuilder program(String name, String... arguments) {
        return new ProcessBuilder(Stream.concat(Stream.of(programs.resolve(name).toString()), Stream.of(arguments))
                .toList());
    }

    private static String key() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var key = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    /** Where it is, with a slash at its end. */
    public String url() {
        return "https://127.0.0.1:" + port + "/";
    }

    /** Makes whoever has this file the cluster's admin. */
    public Path kubeconfig() {
        return own.resolve("kubeconfig");
    }

    /** kubectl of the same release is there. */
    public Path programs() {
        return programs;
    }

    /** Ends the API server at once, as {@code kill -9} would; its etcd is not touched. */
    public void kill() {
        child.kill();
    }

    /** Starts it after {@link #kill}, at the same address for as long as nobody took it in between. */
    public void startAgain() throws IOException {
        child = Attempts.with(own, this::server);
    }

    /** Ends it with all that it had; doing it twice does no harm. */
    @Override
    public void close() {
        child.kill();
        etcd.kill();
        own.close();
        data.close();
        try {
            Tree.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " could not be deleted", e);
        }
    }
}
