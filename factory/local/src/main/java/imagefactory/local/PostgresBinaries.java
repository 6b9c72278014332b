package imagefactory.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * PostgreSQL's programs and an empty cluster, unpacked once for every user, version and kind of machine.
 *
 * <p>They are in {@code $XDG_CACHE_HOME/image-factory} or {@code ~/.cache/image-factory}; removing that costs nothing but
 * two seconds at the next start.
 */
final class PostgresBinaries {
    private final Path root;

    private PostgresBinaries(Path root) {
        this.root = root;
    }

    /** What is in the cache, put there first when it is not. Processes that do so at once do not disturb each other. */
    static PostgresBinaries unpacked() throws IOException {
        var archive = "postgres-linux-%s.txz".formatted(machine());
        var cache = cache();
        var root = cache.resolve("postgres-%s-%s".formatted(version(), machine()));
        if (!Files.exists(root)) {
            unpack(archive, draftIn(cache), root);
        }
        return new PostgresBinaries(root);
    }

    private static Path draftIn(Path cache) throws NotStarted {
        try {
            return Files.createTempDirectory(Files.createDirectories(cache), "unpacking");
        } catch (IOException e) {
            throw new NotStarted(
                    "PostgreSQL could not be unpacked in %s (%s); name a folder that this user may write in XDG_CACHE_HOME"
                            .formatted(cache, e),
                    e);
        }
    }

    private static void unpack(String archive, Path draft, Path root) throws IOException {
        Archive.unpack(archive, draft);
        new PostgresBinaries(draft).makeTemplate();
        try {
            Files.move(draft, root, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Tree.delete(draft);
            if (!Files.exists(root)) { // else another process was quicker, and that is as good
                throw e;
            }
        }
    }

    private static Path cache() {
        var home = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(path -> path.startsWith("/"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        return home.resolve("image-factory");
    }

    private static String machine() throws NotStarted {
        var machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return switch (machine) {
            case "Linux amd64" -> "x86_64";
            case "Linux aarch64" -> "arm_64";
            default ->
                throw new NotStarted(
                        "no PostgreSQL for %s comes with the factory; run one yourself and name it in QUARKUS_DATASOURCE_JDBC_URL"
                                .formatted(machine));
        };
    }

    private static String version() throws IOException {
        var properties = new Properties();
        try (var in = PostgresBinaries.class.getResourceAsStream("postgres.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    /** No password yet, the way in by TCP only, and no dependence on the locales of the machine. */
    private void makeTemplate() throws IOException {
        run(
                command(
                        "initdb",
                        List.of(
                                "-D",
                                template().toString(),
                                "--username=" + Cluster.USER,
                                "--auth-local=reject",
                                "--auth-host=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8",
                                "--wal-segsize=4",
                                "--no-sync")),
                "");
        single(template(), "ALTER DATABASE postgres RENAME TO " + Cluster.DATABASE);
    }

    private Path template() {
        return root.resolve("template");
    }

    void copyTemplate(Path target) throws IOException {
        var draft = target.resolveSibling(target.getFileName() + ".draft");
        Tree.delete(draft);
        Tree.copy(template(), draft);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** One statement on a cluster that nobody serves. It goes in by stdin, so that no list of processes shows it. */
    void single(Path data, String statement) throws IOException {
        run(command("postgres", List.of("--single", "-D", data.toString(), "template1")), statement + "\n");
    }

    ProcessBuilder command(String program, List<String> arguments) throws IOException {
        var command = new ArrayList<>(Account.unprivileged());
        command.add(root.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        return builder;
    }

    private void run(ProcessBuilder builder, String input) throws IOException {
        var process = builder.redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var code = process.onExit().join().exitValue();
        if (code != 0 || said.contains("ERROR:")) {
            throw new NotStarted("%s ended with exit code %d and said: %s"
                    .formatted(String.join(" ", builder.command()), code, said.strip()));
        }
    }
}
