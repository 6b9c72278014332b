package imagefactory.scanner;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import imagefactory.core.outcome.Unavailable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;

/**
 * Docker, or rootless Podman behind the same interface.
 *
 * <p>Testcontainers gives up for good when it finds no engine the first time it looks, so it is asked only once somebody listens.
 */
final class Engine {
    static final String LABEL = "io.imagefactory.scan";

    private static final String DEFAULT_HOST = "unix:///var/run/docker.sock";
    private static final Duration LEFT_OVER = Duration.ofHours(1);
    private static final String MEND =
            "start Docker or rootless Podman (podman system service) and have DOCKER_HOST name its socket; ./taskw setup does both";

    private final Map<String, String> environment;
    private final Clock clock;

    /** @param environment the factory's own: Testcontainers reads {@code DOCKER_HOST} and its own settings from nowhere else */
    Engine(Map<String, String> environment, Clock clock) {
        this.clock = clock;
        this.environment = Map.copyOf(environment);
    }

    /** Also clears away what a killed factory left. @throws Unavailable if nobody listens, or if this image is not on the machine */
    void check(String image) throws Unavailable {
        var host = environment.getOrDefault("DOCKER_HOST", DEFAULT_HOST);
        knock(host);
        if (!Boolean.parseBoolean(environment.get("TESTCONTAINERS_RYUK_DISABLED"))) {
            throw new Unavailable("Testcontainers would start a privileged container of its own for cleaning up;"
                    + " set TESTCONTAINERS_RYUK_DISABLED=true in the factory's environment");
        }
        try {
            var client = DockerClientFactory.instance().client();
            client.inspectImageCmd(image).exec();
            clear(client, clock.instant());
        } catch (NotFoundException e) {
            throw new Unavailable(
                    "the scanner's image " + image
                            + " is not on this machine, and is never pulled; bring it: ./taskw setup",
                    e);
        } catch (RuntimeException e) { // the client has no exception of its own for an engine that went away
            throw away(host, e);
        }
    }

    private static void knock(String host) throws Unavailable {
        try (var channel = SocketChannel.open(address(host))) {
            channel.finishConnect();
        } catch (IOException | IllegalArgumentException e) {
            throw away(host, e);
        }
    }

    private static SocketAddress address(String host) {
        var uri = URI.create(host);
        return uri.getScheme() != null && uri.getScheme().equals("unix")
                ? UnixDomainSocketAddress.of(uri.getPath())
                : new InetSocketAddress(String.valueOf(uri.getHost()), uri.getPort());
    }

    static Unavailable away(String host, Exception e) {
        return new Unavailable("no container engine answers at " + host + ": " + e + "; " + MEND, e);
    }

    /** Takes away containers of scans whose factory was killed; each of them has ended by itself long ago. */
    private static void clear(DockerClient client, Instant now) {
        var before = now.minus(LEFT_OVER).getEpochSecond();
        var over = client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(LABEL))
                .withStatusFilter(List.of("exited", "created"))
                .exec();
        for (var container : over) {
            if (container.getCreated() < before) {
                remove(client, container.getId());
            }
        }
    }

    private static void remove(DockerClient client, String id) {
        try {
            client.removeContainerCmd(id).withForce(true).exec();
        } catch (NotFoundException e) {
            return; // another factory was quicker, and that is as good
        }
    }
}
