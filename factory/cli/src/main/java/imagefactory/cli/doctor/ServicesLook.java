package imagefactory.cli.doctor;

import imagefactory.cli.factory.FactoryClient;
import imagefactory.core.outcome.Symptom;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the factory talks to on the network, as far as it is configured here: whether somebody listens. */
public record ServicesLook(Map<String, String> environment) {
    private static final Pattern JDBC = Pattern.compile("jdbc:postgresql://([^/:,\\[\\]]+)(?::([0-9]{1,5}))?/.*");
    private static final Pattern BROKER = Pattern.compile("([^:]+):([0-9]{1,5})");
    private static final int POSTGRES = 5432;
    private static final String ENGINE = "unix:///var/run/docker.sock";

    public List<Symptom> look() {
        var found = new ArrayList<Symptom>();
        if (set("FACTORY_SCAN").filter("kubernetes"::equalsIgnoreCase).isEmpty()) {
            found.add(engine());
        }
        set("FACTORY_BROKERS").ifPresent(brokers -> found.add(kafka(brokers)));
        set("QUARKUS_DATASOURCE_JDBC_URL").ifPresent(url -> found.add(postgres(url)));
        return found;
    }

    private Optional<String> set(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isEmpty());
    }

    private Symptom engine() {
        var host = set("DOCKER_HOST").orElse(ENGINE);
        var remedy =
                "Start Docker or rootless Podman (podman system service) and have DOCKER_HOST name its socket: scans need it.";
        try {
            return knock(engine(URI.create(host)))
                    .map(why -> Symptom.failed("container engine", host + ": " + why, remedy))
                    .orElseGet(() -> Symptom.ok("container engine", host));
        } catch (IllegalArgumentException e) {
            return Symptom.failed("container engine", "DOCKER_HOST is no address: " + host, remedy);
        }
    }

    private static SocketAddress engine(URI host) {
        return "unix".equals(host.getScheme())
                ? UnixDomainSocketAddress.of(host.getPath())
                : new InetSocketAddress(String.valueOf(host.getHost()), host.getPort());
    }

    /** One that answers names the others. */
    private static Symptom kafka(String brokers) {
        var why = new ArrayList<String>();
        for (var broker : brokers.split(",", -1)) {
            var place = BROKER.matcher(broker.strip());
            if (!place.matches()) {
                why.add(broker + " is no host:port");
                continue;
            }
            var away = knock(new InetSocketAddress(place.group(1), Integer.parseInt(place.group(2))));
            if (away.isEmpty()) {
                return Symptom.ok("kafka", broker);
            }
            why.add(broker + ": " + away.get());
        }
        return Symptom.failed("kafka", String.join("; ", why), "Start it, or correct FACTORY_BROKERS.");
    }

    private static Symptom postgres(String url) {
        var place = JDBC.matcher(url);
        var remedy = "Start it, or correct QUARKUS_DATASOURCE_JDBC_URL.";
        if (!place.matches()) {
            return Symptom.failed(
                    "postgresql", "its URL is not understood", "Write jdbc:postgresql://host:port/database.");
        }
        int port = Optional.ofNullable(place.group(2)).map(Integer::parseInt).orElse(POSTGRES);
        var where = place.group(1) + ":" + port;
        return knock(new InetSocketAddress(place.group(1), port))
                .map(why -> Symptom.failed("postgresql", where + ": " + why, remedy))
                .orElseGet(() -> Symptom.ok("postgresql", where));
    }

    /** Why nobody listens; empty where somebody does. */
    private static Optional<String> knock(SocketAddress address) {
        try (var channel = SocketChannel.open()) {
            if (address instanceof UnixDomainSocketAddress) {
                try (var unix = SocketChannel.open(address)) {
                    return unix.finishConnect() ? Optional.empty() : Optional.of("nobody answers");
                }
            }
            channel.socket().connect(address, (int) FactoryClient.CONNECT.toMillis());
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.of(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }
}
