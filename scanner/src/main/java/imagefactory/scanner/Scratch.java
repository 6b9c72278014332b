package imagefactory.scanner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/**
 * The folders of one scan, thrown away when it is over.
 *
 * @param root readable by its owner alone; what is mounted from it into a container is open to whoever that runs as
 */
record Scratch(Path root) implements AutoCloseable {
    static Scratch open(Path work) throws IOException {
        Files.createDirectories(work);
        var scratch = new Scratch(Files.createTempDirectory(work, "scan-"));
        Files.createDirectories(scratch.layout());
        for (var folder : new Path[] {scratch.out(), scratch.temporary()}) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        return scratch;
    }

    /** The image, as an OCI layout. */
    Path layout() {
        return root.resolve("layout");
    }

    /** Where Trivy writes. */
    Path out() {
        return root.resolve("out");
    }

    /** Trivy's {@code /tmp}: on disk, for an image may hold large archives. */
    Path temporary() {
        return root.resolve("tmp");
    }

    Path sbom() {
        return out().resolve("sbom.json");
    }

    Path report() {
        return out().resolve("report.json");
    }

    @Override
    public void close() {
        delete(root);
    }

    /** Lets any user read it who gets there: a container need not run as us. */
    static void openToContainers(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var each : (Iterable<Path>) all::iterator) {
                var rights = Files.isDirectory(each) ? "rwxr-xr-x" : "rw-r--r--";
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(rights));
            }
        }
    }

    /** Temporary files are made for their owner alone. */
    static void openToReaders(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    /**
     * Deletes what can be deleted: a container that ran as another user may have left files that only it may delete.
     *
     * @return whether nothing is left
     */
    static boolean delete(Path folder) {
        if (!Files.exists(folder)) {
            return true;
        }
        try (var all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
        return !Files.exists(folder);
    }
}
