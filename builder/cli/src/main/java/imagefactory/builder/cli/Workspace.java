package imagefactory.builder.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** The folder of one build, gone when it is over. */
record Workspace(Path folder) implements AutoCloseable {
    static Workspace in(Path work) throws IOException {
        return new Workspace(Files.createTempDirectory(Files.createDirectories(work), "image-builder-"));
    }

    Path context() throws IOException {
        return Files.createDirectories(folder.resolve("context"));
    }

    Path dockerfile() {
        return folder.resolve("Dockerfile");
    }

    Path imageId() {
        return folder.resolve("image-id");
    }

    Path digest() {
        return folder.resolve("digest");
    }

    Path registries() {
        return folder.resolve("registries.conf");
    }

    Path authorities() {
        return folder.resolve("authorities");
    }

    Path policy() {
        return folder.resolve("policy.json");
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path each, IOException fault) throws IOException {
                    Files.deleteIfExists(each);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException _) { // a signal's hook was quicker
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " could not be removed", e);
        }
    }
}
