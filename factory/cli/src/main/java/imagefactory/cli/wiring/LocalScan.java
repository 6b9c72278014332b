package imagefactory.cli.wiring;

import imagefactory.cli.terminal.Terminal;
import imagefactory.core.image.ImageRef;
import imagefactory.core.scan.Scanner;
import imagefactory.scanner.Database;
import imagefactory.scanner.FolderDatabase;
import imagefactory.scanner.RepositoryDatabase;
import imagefactory.scanner.TrivyScanner;
import imagefactory.scanner.TrivySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Trivy in a container on this machine, with the settings that the factory has. Close it at the end. */
public final class LocalScan implements AutoCloseable {
    private static final String TRIVY = "localhost/image-factory/trivy:0.74.0";
    private static final String DATABASE = "ghcr.io/aquasecurity/trivy-db:2";
    private static final Duration MAX_AGE = Duration.ofDays(2);
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final TrivyScanner trivy;

    private LocalScan(TrivyScanner trivy) {
        this.trivy = trivy;
    }

    public static LocalScan open(Terminal terminal, Registries registries) {
        var work = Path.of(terminal.variable("FACTORY_WORK").orElse(".run/factory"), "scans");
        var image = terminal.variable("FACTORY_SCAN_IMAGE").orElse(TRIVY);
        return new LocalScan(new TrivyScanner(
                new TrivySettings(image, work, LIMIT, 2),
                database(terminal, registries),
                registries::export,
                terminal.environment(),
                terminal.clock()));
    }

    public Scanner scanner() {
        return trivy;
    }

    @Override
    public void close() {
        trivy.close();
    }

    /** The small one that this clone made is taken where nothing else is said. */
    private static Database database(Terminal terminal, Registries registries) {
        var named = terminal.variable("FACTORY_SCAN_DATABASE");
        var made = terminal.variable("IMAGE_FACTORY_TOOLS").map(tools -> Path.of(tools, "trivy-db"));
        var folder = terminal.variable("FACTORY_SCAN_FOLDER").map(Path::of);
        if (named.equals(Optional.of("none")) || (named.isEmpty() && folder.isEmpty() && made.isPresent())) {
            return new FolderDatabase(folder.or(() -> made).orElse(usual()).resolve("db"), MAX_AGE, terminal.clock());
        }
        var settings = new RepositoryDatabase.Settings(
                ImageRef.parse(named.orElse(DATABASE)), folder.orElse(usual()), MAX_AGE, Duration.ofHours(1));
        return new RepositoryDatabase(settings, registries.registry(), terminal.clock());
    }

    private static Path usual() {
        return Path.of(".run/trivy-db");
    }
}
