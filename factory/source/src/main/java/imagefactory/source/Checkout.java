package imagefactory.source;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.source.TreeEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes files out for a build, the same wherever and whenever it is done: permissions are 644 or 755 and all times are one
 * constant, so that an image has no trace of the moment of its build. Links are written and never followed.
 */
public final class Checkout {
    /** The first day that every archive format can write down. */
    private static final FileTime TIME = FileTime.from(Instant.parse("1980-01-02T00:00:00Z"));

    private static final int MAX_LINK = 4096;

    private final Path folder;
    private final Set<Path> made = new HashSet<>();
    private final List<Path> folders = new ArrayList<>();

    /** @param folder is there and empty, and nobody else writes into it */
    public Checkout(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        made.add(this.folder);
        folders.add(this.folder);
    }

    /** Where the content of a file, or the target of a link, is read. */
    public interface Content {
        InputStream open(TreeEntry file) throws IOException;
    }

    /**
     * @throws Refused if a path is absolute, leads upwards, or into {@code .git}, or through another entry that is no folder
     * @throws IOException if a file cannot be read or written; what is there by then has to be thrown away
     */
    public void write(List<TreeEntry> files, Content content) throws Refused, IOException {
        for (var file : files) {
            var path = folder.resolve(checked(file.path()));
            try (var in = content.open(file)) {
                parent(path);
                write(file, path, in);
            } catch (FileAlreadyExistsException _) { // a hostile tree: the name is taken by a file or a link
                throw refused(file.path(), "stands twice, or below something that is no folder");
            }
        }
        for (var made : folders) {
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
            time(made);
        }
    }

    private static void write(TreeEntry file, Path path, InputStream in) throws IOException {
        if (file.mode().equals("120000")) {
            var target = new String(in.readNBytes(MAX_LINK), StandardCharsets.UTF_8);
            Files.createSymbolicLink(path, Path.of(target));
        } else {
            Files.copy(in, path);
            var permissions = file.mode().equals("100755") ? "rwxr-xr-x" : "rw-r--r--";
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
        time(path);
    }

    /** One level at a time, so that a link is met as what it is. */
    private void parent(Path path) throws IOException {
        var parent = path.getParent();
        if (parent != null && made.add(parent)) {
            parent(parent);
            Files.createDirectory(parent);
            folders.add(parent);
        }
    }

    private static void time(Path path) throws IOException {
        Files.getFileAttributeView(path, BasicFileAttributeView.class, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                .setTimes(TIME, TIME, null);
    }

    private static String checked(String path) throws Refused {
        for (var part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
                throw refused(path, "has a part that is no name of a file");
            }
            if (part.toLowerCase(Locale.ROOT).equals(".git")) {
                throw refused(path, "leads into .git");
            }
        }
        return path;
    }

    private static Refused refused(String path, String why) {
        return new Refused(new Problem(
                Problem.Code.BAD_REQUEST,
                "The file " + path + " of the context is not written: it " + why + ".",
                "Remove it from the source, or leave it out by .dockerignore."));
    }
}
