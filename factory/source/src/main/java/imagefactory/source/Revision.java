package imagefactory.source;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.source.TreeEntry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * One commit of a repository: the files below a folder, one file's content, and files written out.
 *
 * <p>What is missing locally is fetched by the call that needs it, which may take as long as {@link GitLimits#fetchTime}.
 * A submodule is left out of every listing, as in a plain {@code git clone}; a file of LFS is its pointer. Paths are from
 * the repository's root, with {@code /}. For one thread.
 */
public final class Revision implements AutoCloseable {
    /** Symbolic links in a row. */
    private static final int MAX_LINKS = 8;

    /** What is read whole: Dockerfiles, their ignore files, and files that hold a version. */
    private static final Pattern RECIPE = Pattern.compile("(?i)dockerfile|containerfile|\\.dockerignore$|^version");

    private static final int MOST_TOGETHER = 2_000;

    private final GitAddress address;
    private final GitLimits limits;
    private final Mirror mirror;
    private final ObjectId commit;
    private final RevTree tree;

    private Revision(GitAddress address, GitLimits limits, Mirror mirror, ObjectId commit) throws Refused, Unavailable {
        this.address = address;
        this.limits = limits;
        this.mirror = mirror;
        this.commit = commit;
        this.tree = tree();
    }

    /**
     * @param commit its full object id
     * @throws Refused with {@code source-missing} or {@code source-denied}
     * @throws Unavailable if the remote is away
     */
    public static Revision open(URI repository, String commit, GitSettings settings) throws Refused, Unavailable {
        var address = GitAddress.of(repository);
        if (!ObjectId.isId(commit)) {
            throw new Refused(
                    missing("\"" + commit + "\" is no commit of " + address + ": 40 hexadecimal digits expected."));
        }
        return open(address, ObjectId.fromString(commit), settings);
    }

    /**
     * The newest commit of a branch, asked anew.
     *
     * @throws Refused with {@code source-missing} or {@code source-denied}
     * @throws Unavailable if the remote is away
     */
    public static Revision newest(URI repository, String branch, GitSettings settings) throws Refused, Unavailable {
        var address = GitAddress.of(repository);
        try (var mirror = Mirror.open(address, settings)) {
            var head = mirror.head(branch);
            if (head.isEmpty()) {
                throw new Refused(missing("There is no branch \"" + branch + "\" in " + address + "."));
            }
            return open(address, head.get(), settings);
        }
    }

    static Revision open(GitAddress address, ObjectId commit, GitSettings settings) throws Refused, Unavailable {
        var mirror = Mirror.open(address, settings);
        try {
            mirror.bring(commit);
            return new Revision(address, settings.limits(), mirror, commit);
        } catch (Refused | Unavailable | RuntimeException e) {
            mirror.close();
            throw e;
        }
    }

    public String commit() {
        return commit.name();
    }

    /**
     * All files below a folder, with their paths from that folder, sorted by path.
     *
     * @param folder empty for the root
     * @throws Refused if there is no such folder, or it has too many files or too deep ones
     */
    public List<TreeEntry> files(String folder) throws Refused, Unavailable {
        var path = RepositoryPath.of(folder);
        try (var walk = new TreeWalk(mirror.repository())) {
            walk.reset(path.isEmpty() ? tree : folderTree(path));
            walk.setRecursive(true);
            var files = new ArrayList<TreeEntry>();
            while (walk.next()) {
                if (!FileMode.GITLINK.equals(walk.getRawMode(0))) {
                    files.add(entry(walk));
                    check(files.size(), walk.getDepth(), path);
                }
            }
            return files.stream().sorted().toList();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * The content of a file; a symbolic link is followed inside the repository.
     *
     * @return empty if there is no such file
     * @throws Refused if it is larger than {@link GitLimits#readBytes}
     */
    public Optional<Bytes> read(String path) throws Refused, Unavailable {
        var at = RepositoryPath.of(path);
        for (int links = 0; links < MAX_LINKS; links++) {
            var found = find(at);
            if (found.isEmpty() || !FileMode.SYMLINK.equals(found.get().mode())) {
                return found.isEmpty() ? Optional.empty() : Optional.of(content(found.get(), path));
            }
            at = RepositoryPath.follow(at, content(found.get(), path).utf8());
        }
        throw new Refused(missing(path + " in " + address + " is a circle of symbolic links."));
    }

    /**
     * Writes exactly these files into an empty folder, see {@link Checkout}.
     *
     * @param files of {@link #files}, or some of them
     */
    public void checkout(List<TreeEntry> files, Path folder) throws Refused, Unavailable {
        var blobs = new HashSet<ObjectId>();
        files.forEach(file -> blobs.add(ObjectId.fromString(file.blob())));
        mirror.bring(commit, blobs);
        try (var reader = mirror.repository().newObjectReader()) {
            new Checkout(folder)
                    .write(
                            files,
                            file -> reader.open(ObjectId.fromString(file.blob()))
                                    .openStream());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void close() {
        mirror.close();
    }

    private RevTree tree() throws Refused, Unavailable {
        try (var walk = new RevWalk(mirror.repository())) {
            return walk.parseCommit(commit).getTree();
        } catch (MissingObjectException e) {
            throw new Refused(missing("There is no commit " + commit.name() + " in " + address + "."), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private record Found(ObjectId blob, int mode) {}

    private Optional<Found> find(String path) throws Unavailable {
        try (var walk = path.isEmpty() ? null : TreeWalk.forPath(mirror.repository(), path, tree)) {
            return walk != null && isFile(walk.getRawMode(0))
                    ? Optional.of(new Found(walk.getObjectId(0), walk.getRawMode(0)))
                    : Optional.empty();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static boolean isFile(int mode) {
        return !FileMode.TREE.equals(mode) && !FileMode.GITLINK.equals(mode);
    }

    private ObjectId folderTree(String path) throws Refused, IOException {
        try (var walk = TreeWalk.forPath(mirror.repository(), path, tree)) {
            if (walk == null || !FileMode.TREE.equals(walk.getRawMode(0))) {
                throw new Refused(
                        missing("There is no folder " + path + " in " + address + " at " + commit.name() + "."));
            }
            return walk.getObjectId(0);
        }
    }

    private static TreeEntry entry(TreeWalk walk) {
        int mode = walk.getRawMode(0);
        var file = FileMode.EXECUTABLE_FILE.equals(mode) ? "100755" : "100644";
        var word = FileMode.SYMLINK.equals(mode) ? "120000" : file;
        return new TreeEntry(walk.getPathString(), word, walk.getObjectId(0).name());
    }

    private void check(int files, int depth, String path) throws Refused {
        if (files > limits.entries() || depth > limits.depth()) {
            var what = files > limits.entries()
                    ? "more than " + limits.entries() + " files"
                    : "folders deeper than " + limits.depth();
            throw new Refused(new Problem(
                    Problem.Code.SOURCE_MISSING,
                    "The context " + (path.isEmpty() ? "(the root)" : path) + " of " + address + " has " + what + ".",
                    "Enrol a smaller folder as source.context."));
        }
    }

    private Bytes content(Found file, String path) throws Refused, Unavailable {
        if (!mirror.missing(List.of(file.blob())).isEmpty()) {
            mirror.bring(commit, together(file.blob()));
        }
        try (var reader = mirror.repository().newObjectReader()) {
            var loader = reader.open(file.blob());
            if (loader.getSize() > limits.readBytes()) {
                throw new Refused(new Problem(
                        Problem.Code.SOURCE_MISSING,
                        path + " in " + address + " has " + loader.getSize() + " bytes; " + limits.readBytes()
                                + " are allowed.",
                        "Make it smaller."));
            }
            return Bytes.of(loader.getBytes());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** A file that is missing, and what is likely to be read next: a fleet's Dockerfiles cost one request, not one each. */
    private Collection<ObjectId> together(ObjectId wanted) throws Unavailable {
        var likely = new LinkedHashSet<ObjectId>();
        try (var walk = new TreeWalk(mirror.repository())) {
            walk.reset(tree);
            walk.setRecursive(true);
            while (walk.next() && walk.getDepth() <= limits.depth()) {
                if (isFile(walk.getRawMode(0))
                        && RECIPE.matcher(walk.getNameString()).find()) {
                    likely.add(walk.getObjectId(0));
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return Stream.concat(Stream.of(wanted), mirror.missing(likely).stream())
                .distinct()
                .limit(MOST_TOGETHER)
                .toList();
    }

    private Unavailable unreadable(IOException e) {
        return new Unavailable("Reading " + commit.name() + " of " + address + " failed: " + e.getMessage(), e);
    }

    private static Problem missing(String text) {
        return new Problem(Problem.Code.SOURCE_MISSING, text, "Check repository, branch and paths of the source.");
    }
}
