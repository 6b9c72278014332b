package imagefactory.builder.cli;

import imagefactory.oci.http.HttpRegistry;
import imagefactory.oci.http.RegistrySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Puts together what a build works with, from its order, the environment and what this machine has. */
final class Toolbox {
    private static final String ANY_SIGNATURE = "{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}\n";

    private final Order order;
    private final Map<String, String> environment;
    private final Workspace workspace;

    Toolbox(Order order, Map<String, String> environment, Workspace workspace) {
        this.order = order;
        this.environment = environment;
        this.workspace = workspace;
    }

    BuildahCommands commands() throws IOException {
        return new BuildahCommands(program(), storage(), registries(), policy(), authorities());
    }

    /** Where git keeps what it fetched. */
    Path gitCache() {
        return cache().resolve("git");
    }

    /**
     * One for each platform: Buildah 1.28 takes a cached layer on {@code scratch}, or on layers that two platforms share, for
     * any platform's. What is not pushed is for the user, and so in the user's own storage where that is of this platform.
     */
    private Optional<Path> storage() {
        var platform = order.recipe().platform();
        if (order.folders().cache().isEmpty() && !order.output().push() && platform.equals(Machine.platform())) {
            return Optional.empty();
        }
        return Optional.of(cache().resolve(platform.toString().replace('/', '-')));
    }

    private Path cache() {
        return order.folders()
                .cache()
                .orElseGet(() -> Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                        .map(Path::of)
                        .orElse(home().resolve(".cache"))
                        .resolve("image-builder"));
    }

    /** What Buildah gets beside the usual environment. */
    Map<String, String> environment() throws IOException {
        var more = new HashMap<String, String>();
        order.access().registryConfig().ifPresent(file -> more.put("REGISTRY_AUTH_FILE", file.toString()));
        if (order.folders().cache().isPresent()) {
            var temporary = order.folders().cache().get().resolve("tmp");
            more.put("TMPDIR", Files.createDirectories(temporary).toString());
        }
        return more;
    }

    String isolation() {
        return environment.getOrDefault("BUILDAH_ISOLATION", "chroot");
    }

    HttpRegistry registry() {
        var settings = RegistrySettings.defaults()
                .insecure(Set.copyOf(order.access().insecure()))
                .cas(order.access().authorities());
        var accounts = order.access().registryConfig().or(this::usualAccounts);
        return new HttpRegistry(accounts.map(settings::dockerConfig).orElse(settings));
    }

    /** Buildah dies with this program, even when that is killed. */
    private List<String> program() {
        var line = new ArrayList<String>();
        Machine.program("setpriv", environment)
                .ifPresent(setpriv -> line.addAll(List.of(setpriv.toString(), "--pdeathsig", "TERM")));
        line.add(Machine.program("buildah", environment).map(Path::toString).orElse("buildah"));
        return line;
    }

    private Optional<Path> registries() throws IOException {
        if (order.access().insecure().isEmpty()) {
            return Optional.empty();
        }
        var usual = usualRegistries();
        var text = new StringBuilder(usual.isPresent() ? Files.readString(usual.get()) : "");
        for (var host : order.access().insecure()) {
            if (text.indexOf("\"" + host + "\"") < 0) {
                text.append("\n[[registry]]\nlocation = \"").append(host).append("\"\ninsecure = true\n");
            }
        }
        return Optional.of(Files.writeString(workspace.registries(), text));
    }

    private Optional<Path> usualRegistries() {
        return Stream.of(
                        Optional.ofNullable(environment.get("CONTAINERS_REGISTRIES_CONF"))
                                .map(Path::of),
                        Optional.of(home().resolve(".config/containers/registries.conf")),
                        Optional.of(Path.of("/etc/containers/registries.conf")))
                .flatMap(Optional::stream)
                .filter(Files::isReadable)
                .findFirst();
    }

    private Optional<Path> policy() throws IOException {
        if (Files.exists(home().resolve(".config/containers/policy.json"))
                || Files.exists(Path.of("/etc/containers/policy.json"))) {
            return Optional.empty();
        }
        return Optional.of(Files.writeString(workspace.policy(), ANY_SIGNATURE));
    }

    /** Buildah takes a folder, and of it what ends with {@code .crt}. */
    private Optional<Path> authorities() throws IOException {
        var files = order.access().authorities();
        if (files.isEmpty()) {
            return Optional.empty();
        }
        Files.createDirectories(workspace.authorities());
        for (int i = 0; i < files.size(); i++) {
            Files.copy(files.get(i), workspace.authorities().resolve(i + ".crt"));
        }
        return Optional.of(workspace.authorities());
    }

    private Optional<Path> usualAccounts() {
        var folder = Optional.ofNullable(environment.get("DOCKER_CONFIG"))
                .map(Path::of)
                .orElse(home().resolve(".docker"));
        return Optional.of(folder.resolve("config.json")).filter(Files::isReadable);
    }

    private Path home() {
        return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    }
}
