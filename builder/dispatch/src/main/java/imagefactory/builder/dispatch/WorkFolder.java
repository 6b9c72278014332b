package imagefactory.builder.dispatch;

import imagefactory.core.build.BuildId;
import imagefactory.core.outcome.Unavailable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;

/**
 * The folder that all replicas on this machine share: {@code builds/<id>}, {@code waiting/<id>}, {@code trash} and the lock.
 *
 * @param path readable by its owner alone: logs and contexts are in it
 */
record WorkFolder(Path path, LockFile lock) {
    static WorkFolder open(Path path) throws IOException {
        var folders = List.of(path.resolve("builds"), path.resolve("waiting"), path.resolve("trash"));
        for (var folder : folders) {
            Files.createDirectories(folder);
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        return new WorkFolder(path, new LockFile(path.toRealPath().resolve("lock")));
    }

    LockFile.Held hold() throws IOException, Unavailable {
        return lock.hold();
    }

    BuildFolder build(BuildId build) {
        return BuildFolder.of(path, build);
    }

    List<BuildFolder> builds() throws IOException {
        try (var folders = Files.list(path.resolve("builds"))) {
            return folders.map(BuildFolder::new).toList();
        }
    }

    int running() throws IOException {
        int running = 0;
        for (var build : builds()) {
            running += build.attempt().filter(Attempt::isRunning).isPresent() ? 1 : 0;
        }
        return running;
    }

    Queue queue() {
        return new Queue(path.resolve("waiting"));
    }

    /** Takes a file or folder away at once; its bytes go later. */
    void discard(Path what) throws IOException {
        if (Files.exists(what)) {
            Files.move(what, trash().resolve(UUID.randomUUID().toString()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /**
     * Deletes what was discarded. What cannot be deleted stays for the next time: a build killed in its user namespace may
     * have left files of a mapped user.
     *
     * @return whether nothing is left
     */
    boolean emptyTrash() {
        var deletion = new Deletion(trash());
        try {
            Files.walkFileTree(trash(), deletion);
        } catch (IOException e) {
            return false;
        }
        return deletion.complete;
    }

    private Path trash() {
        return path.resolve("trash");
    }

    /** Deletes all below a folder, past what it may not. */
    private static final class Deletion extends SimpleFileVisitor<Path> {
        private final Path root;
        private boolean complete = true;

        Deletion(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (!Files.isWritable(folder)) {
                complete &= folder.toFile().setWritable(true); // module caches are read-only folders
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            complete &= file.toFile().delete();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            complete = false;
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @org.jspecify.annotations.Nullable IOException e) {
            complete &= folder.equals(root) || folder.toFile().delete();
            return FileVisitResult.CONTINUE;
        }
    }
}
