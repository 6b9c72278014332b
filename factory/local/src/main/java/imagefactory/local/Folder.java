package imagefactory.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Where one server keeps its data, held by one process at a time: the lock goes with the process that took it. */
final class Folder implements AutoCloseable {
    private static final long LOG_LIMIT = 8L << 20;

    private final Path path;
    private final Path log;
    private final FileChannel lock;

    private Folder(Path path, Path log, FileChannel lock) {
        this.path = path;
        this.log = log;
        this.lock = lock;
    }

    /** Takes the folder NAME of a directory and begins a new log beside it where the old one has become long. */
    static Folder take(Path directory, String name) throws IOException {
        var root = directory.toAbsolutePath().normalize();
        var path = Files.createDirectories(root.resolve(name), ownerOnly());
        var log = Files.createDirectories(root.resolve("logs")).resolve(name + ".log");
        var folder = new Folder(path, log, lock(path));
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.move(log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return folder;
    }

    static FileAttribute<?> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }

    private static FileChannel lock(Path path) throws IOException {
        var channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(path, e);
        }
        channel.close();
        throw inUse(path, null);
    }

    private static NotStarted inUse(Path path, @Nullable Throwable cause) {
        return new NotStarted(
                "%s is in use by another process that runs and keeps it locked; stop that one, or name another directory"
                        .formatted(path),
                cause);
    }

    String name() {
        return path.getFileName().toString();
    }

    Path path() {
        return path;
    }

    Path log() {
        return log;
    }

    Path resolve(String file) {
        return path.resolve(file);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock of " + path + " could not be given back", e);
        }
    }
}
