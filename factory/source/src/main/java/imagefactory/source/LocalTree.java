package imagefactory.source;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.source.TreeEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/**
 * A plain folder, listed as git would list it once it was committed: an equal folder and commit have equal entries.
 *
 * <p>{@code .git} is no part of it, nor is a repository inside of it: git would commit its name alone. Empty folders, sockets
 * and devices are none either.
 */
public final class LocalTree {
    private final Path root;
    private final GitLimits limits;

    public LocalTree(Path root) {
        this(root, GitLimits.DEFAULT);
    }

    LocalTree(Path root, GitLimits limits) {
        this.root = root.toAbsolutePath().normalize();
        this.limits = limits;
    }

    /**
     * @param keep asked with each path, so that what is ignored is not read
     * @throws Refused if there are too many files
     * @throws IOException if a file cannot be read
     */
    public List<TreeEntry> files(Predicate<String> keep) throws Refused, IOException {
        var files = new ArrayList<TreeEntry>();
        for (var path : paths(keep)) {
            files.add(new TreeEntry(path, mode(root.resolve(path)), blob(root.resolve(path))));
        }
        return files.stream().sorted().toList();
    }

    /** Writes these files into an empty folder, and refuses where one is no longer what was listed. */
    public void checkout(List<TreeEntry> files, Path folder) throws Refused, IOException {
        new Checkout(folder).write(files, file -> open(root.resolve(file.path())));
        for (var file : files) {
            if (!blob(folder.resolve(file.path())).equals(file.blob())) {
                throw new Refused(new Problem(
                        Problem.Code.SOURCE_MISSING,
                        root.resolve(file.path()) + " changed while it was read.",
                        "Build again when nothing writes into the context."));
            }
        }
    }

    private List<String> paths(Predicate<String> keep) throws IOException, Refused {
        var paths = new ArrayList<String>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return isGits(folder) || isRepository(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path folder, IOException fault) throws IOException {
                boolean asked =
                        !isGits(folder) && keep.test(root.relativize(folder).toString());
                if (folder.equals(root) || asked) {
                    throw fault;
                }
                return FileVisitResult.CONTINUE; // what is ignored need not be readable
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                var path = root.relativize(file).toString();
                if (!attributes.isOther() && !isGits(file) && keep.test(path)) {
                    paths.add(path);
                }
                return paths.size() > limits.entries() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
        });
        if (paths.size() > limits.entries()) {
            throw new Refused(new Problem(
                    Problem.Code.SOURCE_MISSING,
                    "The context " + root + " has more than " + limits.entries() + " files.",
                    "Choose a smaller folder, or leave files out by .dockerignore."));
        }
        return paths;
    }

    /** A folder, or, in a worktree and in a submodule, a file that says where that folder is. */
    private static boolean isGits(Path path) {
        return path.endsWith(".git");
    }

    private boolean isRepository(Path folder) {
        return !folder.equals(root) && Files.exists(folder.resolve(".git"), LinkOption.NOFOLLOW_LINKS);
    }

    private static String mode(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return "120000";
        }
        return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE) ? "100755" : "100644";
    }

    private static InputStream open(Path file) throws IOException {
        return Files.isSymbolicLink(file)
                ? new ByteArrayInputStream(
                        Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8))
                : Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** The object id that git gives to this content (gitformat-loose): SHA-1 over its type, its length and itself. */
    private static String blob(Path file) throws IOException {
        long size = Files.isSymbolicLink(file)
                ? Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8).length
                : Files.size(file);
        var hash = sha1();
        hash.update(("blob " + size + "\0").getBytes(StandardCharsets.UTF_8));
        try (var in = new DigestInputStream(open(file), hash)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(hash.digest());
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
