package imagefactory.scanner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where set-up put what tests need. */
public final class Tools {
    /** The image that set-up makes. */
    static final String TRIVY = "localhost/image-factory/trivy:0.74.0";

    private Tools() {}

    /** The small database of a closed machine. */
    static Path database() {
        var database = folder().resolve("trivy-db/db");
        if (!Files.exists(database.resolve("trivy.db"))) {
            throw new AssertionError("there is no " + database + "/trivy.db; run ./taskw setup");
        }
        return database;
    }

    public static Path folder() {
        return Optional.ofNullable(System.getenv("IMAGE_FACTORY_TOOLS"))
                .map(Path::of)
                .or(Tools::inTheClone)
                .orElseThrow(() -> new AssertionError(
                        "neither IMAGE_FACTORY_TOOLS nor a folder .tools above here; run ./taskw setup"));
    }

    private static Optional<Path> inTheClone() {
        var folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve(".tools"))) {
            folder = folder.getParent();
        }
        return Optional.ofNullable(folder).map(root -> root.resolve(".tools"));
    }
}
