package imagefactory.cli.wiring;

import imagefactory.cli.terminal.Terminal;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Registry;
import imagefactory.oci.Images;
import imagefactory.oci.http.HttpRegistry;
import imagefactory.oci.http.RegistrySettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Registries over the network, with the settings that the factory has. Close it at the end. */
public final class Registries implements AutoCloseable {
    private final HttpRegistry http;
    private final Images images;

    private Registries(HttpRegistry http) {
        this.http = http;
        images = new Images(http);
    }

    /**
     * What of the settings is given on the command line.
     *
     * @param insecure registries that are spoken to by plain http
     * @param config accounts, as docker writes them
     */
    public record Given(List<String> insecure, Optional<Path> config) {}

    /** What is not given comes from the environment, by the names that the factory has for it. */
    public static Registries open(Terminal terminal, Given given) throws Refused {
        var settings = RegistrySettings.defaults()
                .insecure(insecure(terminal, given))
                .dockerConfig(given.config().or(() -> config(terminal)).orElse(usual(terminal)))
                .cas(authorities(terminal));
        try {
            return new Registries(new HttpRegistry(settings));
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    new Problem(
                            Problem.Code.BAD_REQUEST,
                            "The registries cannot be spoken to: " + e.getMessage() + ".",
                            "Correct FACTORY_REGISTRY_CAS."),
                    e);
        }
    }

    /** Registries that are spoken to by plain http. */
    public static Set<String> insecure(Terminal terminal, Given given) {
        var insecure = new LinkedHashSet<>(given.insecure());
        list(terminal, "FACTORY_REGISTRY_INSECURE").forEach(insecure::add);
        return insecure;
    }

    /** Certificates that registries are believed by, beside the system's. */
    public static List<Path> authorities(Terminal terminal) {
        return list(terminal, "FACTORY_REGISTRY_CAS").map(Path::of).toList();
    }

    /** The accounts that the environment names. */
    public static Optional<Path> config(Terminal terminal) {
        return terminal.variable("FACTORY_REGISTRY_CONFIG")
                .or(() -> terminal.variable("REGISTRY_AUTH_FILE"))
                .map(Path::of);
    }

    public Registry registry() {
        return http;
    }

    /** Whether somebody with these accounts may push: an upload is begun and called off. */
    public void mayPush(Repository repository) throws Unavailable, Refused {
        http.mayPush(repository);
    }

    /** @see Images#export */
    public void export(ImageRef image, Path layout) throws Unavailable, Refused {
        images.export(image, layout);
    }

    @Override
    public void close() {
        images.close();
        http.close();
    }

    /** Docker's own; where there is none, everybody is anonymous. */
    private static Path usual(Terminal terminal) {
        var folder = terminal.variable("DOCKER_CONFIG")
                .map(Path::of)
                .orElse(Path.of(terminal.variable("HOME").orElse("/"), ".docker"));
        return folder.resolve("config.json");
    }

    static Stream<String> list(Terminal terminal, String variable) {
        return terminal.variable(variable).stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .filter(word -> !word.isEmpty());
    }
}
