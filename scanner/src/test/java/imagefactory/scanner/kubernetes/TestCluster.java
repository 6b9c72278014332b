package imagefactory.scanner.kubernetes;

import imagefactory.scanner.Tools;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A real API server with nothing behind it: tests are scheduler, controllers and kubelet. One for all tests, each has namespaces. */
final class ApiServer {
    private static @Nullable ApiServer started;

    private final KubernetesClient client;

    private ApiServer(KubeAPIServer server) {
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
                .build();
    }

    static synchronized ApiServer get() throws IOException {
        if (started == null) {
            started = start();
        }
        return started;
    }

    private static ApiServer start() throws IOException {
        var programs = Tools.folder().resolve("kubernetes");
        var server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(programs.toString())
                .withApiServerVersion(version(programs))
                .withOfflineMode(true)
                .withStartupTimeout(120_000)
                .build());
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
        server.start();
        return new ApiServer(server);
    }

    private static String version(Path programs) throws IOException {
        try (var folders = Files.newDirectoryStream(programs.resolve("k8s"))) {
            for (var folder : folders) {
                return folder.getFileName().toString().replaceFirst("-.*", "");
            }
        } catch (java.nio.file.NoSuchFileException e) {
            throw new AssertionError("there is no " + programs + "; run deploy/local/cluster/binaries api", e);
        }
        throw new AssertionError("there is nothing in " + programs + "; run deploy/local/cluster/binaries api");
    }

    KubernetesClient client() {
        return client;
    }

    /** As deploy/kubernetes makes the one of scans. */
    void namespace(String name) {
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create();
    }
}
