package imagefactory.source;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * A branch as it was when it was opened, to be moved on by one commit.
 *
 * <p>Files are read from git's objects and written to them: nothing is checked out, no hook of the cache or of a local
 * repository runs, and links and submodules are never followed. Paths are from the repository's root, with {@code /}. What
 * is missing locally is fetched by the call that needs it, which may take as long as {@link GitLimits#fetchTime}. For one
 * thread.
 */
public final class Branch implements AutoCloseable {
    private static final String AUTHOR = "Image Factory";
    private static final String MAIL = "image-factory@localhost";

    private final GitAddress address;
    private final GitLimits limits;
    private final Mirror mirror;
    private final String name;
    private final ObjectId commit;
    private final RevTree tree;
    private final SortedMap<String, Optional<Bytes>> changes = new TreeMap<>();

    private Branch(GitAddress address, GitLimits limits, Mirror mirror, String name) throws Refused, Unavailable {
        this.address = address;
        this.limits = limits;
        this.mirror = mirror;
        this.name = name;
        commit = Repository.isValidRefName("refs/heads/" + name)
                ? mirror.head(name).orElseThrow(this::missing)
                : none();
        mirror.bring(commit);
        tree = tree();
    }

    /**
     * Asks for the newest commit.
     *
     * @param name empty for the one that the repository's HEAD points at
     * @throws Refused with {@code source-missing} or {@code source-denied}
     * @throws Unavailable if the remote is away
     */
    public static Branch open(URI repository, Optional<String> name, GitSettings settings) throws Refused, Unavailable {
        var address = GitAddress.of(repository);
        var mirror = Mirror.open(address, settings);
        try {
            var named = name.isPresent() ? name : mirror.defaultBranch();
            return new Branch(address, settings.limits(), mirror, named.orElse("HEAD"));
        } catch (Refused | Unavailable | RuntimeException e) {
            mirror.close();
            throw e;
        }
    }

    public String name() {
        return name;
    }

    /** The commit that it pointed at when it was opened. */
    public String commit() {
        return commit.name();
    }

    /**
     * The content of a plain file, with what was written to it since.
     *
     * @return empty if there is nothing of this name
     * @throws Refused if it is a link, a folder or a submodule, or larger than {@link GitLimits#readBytes}
     */
    public Optional<Bytes> read(String path) throws Refused, Unavailable {
        var at = RepositoryPath.of(path);
        if (changes.containsKey(at)) {
            return changes.get(at);
        }
        var found = find(at);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        mirror.bring(commit, List.of(found.get()));
        return Optional.of(content(found.get(), at));
    }

    /** The content of each plain file below a folder, by its path below it; what was written since is not in it. */
    public SortedMap<String, Bytes> readAll(String folder, Predicate<String> wanted) throws Refused, Unavailable {
        var below = RepositoryPath.of(folder);
        var blobs = blobs(below, wanted);
        mirror.bring(commit, blobs.values());
        var contents = new TreeMap<String, Bytes>();
        for (var blob : blobs.entrySet()) {
            contents.put(blob.getKey(), content(blob.getValue(), below + "/" + blob.getKey()));
        }
        return contents;
    }

    /** To be part of the commit. @throws Refused if the path leaves the repository, or leads into {@code .git} */
    public void write(String path, Bytes content) throws Refused {
        changes.put(checked(path), Optional.of(content));
    }

    /** To be part of the commit. @throws Refused as {@link #write} does */
    public void remove(String path) throws Refused {
        changes.put(checked(path), Optional.empty());
    }

    /**
     * Moves the branch on by a commit with everything that was written and removed; never by force.
     *
     * @return the commit that has it all: the one that it stood at already, if that has; nothing, if somebody else has moved
     *     the branch since it was opened: open it anew
     * @throws Refused with {@code source-denied} if the server takes no such commit, with {@code source-missing} if a link, a
     *     submodule or a file stands where a folder, or a folder where a file is to be
     * @throws Unavailable if the remote is away; it may have the commit all the same
     */
    public Optional<String> push(String message, Instant at) throws Refused, Unavailable {
        var next = commit(message, at);
        return next.equals(commit) || mirror.move(name, commit, next) ? Optional.of(next.name()) : Optional.empty();
    }

    @Override
    public void close() {
        mirror.close();
    }

    private String checked(String path) throws Refused {
        var at = RepositoryPath.of(path);
        if (at.isEmpty() || List.of(at.toLowerCase(Locale.ROOT).split("/", -1)).contains(".git")) {
            throw new Refused(problem(
                    "The path \"" + path + "\" names no file of " + address + ".", "Name a file outside of .git."));
        }
        return at;
    }

    private ObjectId commit(String message, Instant at) throws Refused, Unavailable {
        try (var reader = mirror.repository().newObjectReader();
                var inserter = mirror.repository().newObjectInserter()) {
            var root = new ChangedTree(reader, inserter).write(tree, inserted(inserter));
            var next = root.isPresent() ? root.get() : inserter.insert(Constants.OBJ_TREE, new byte[0]);
            if (next.equals(tree)) {
                return commit;
            }
            var builder = new CommitBuilder();
            var author = new PersonIdent(AUTHOR, MAIL, at, ZoneOffset.UTC);
            builder.setTreeId(next);
            builder.setParentId(commit);
            builder.setAuthor(author);
            builder.setCommitter(author);
            builder.setMessage(message);
            var made = inserter.insert(builder);
            inserter.flush();
            return made;
        } catch (ChangedTree.InTheWay e) {
            throw new Refused(
                    problem(
                            "In " + address + " something stands in the way of what is written: " + e.getMessage()
                                    + " is a link, a submodule, or a file where a folder is to be.",
                            "Remove it, or name another path."),
                    e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Map<String, Optional<ObjectId>> inserted(ObjectInserter inserter) throws IOException {
        var blobs = new TreeMap<String, Optional<ObjectId>>();
        for (var change : changes.entrySet()) {
            var content = change.getValue();
            blobs.put(
                    change.getKey(),
                    content.isEmpty()
                            ? Optional.empty()
                            : Optional.of(inserter.insert(
                                    Constants.OBJ_BLOB, content.get().array())));
        }
        return blobs;
    }

    private RevTree tree() throws Unavailable {
        try (var walk = new RevWalk(mirror.repository())) {
            return walk.parseCommit(commit).getTree();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Optional<ObjectId> find(String path) throws Refused, Unavailable {
        try (var walk = path.isEmpty() ? null : TreeWalk.forPath(mirror.repository(), path, tree)) {
            if (walk == null) {
                return Optional.empty();
            }
            if (!isFile(walk)) {
                throw new Refused(problem(
                        path + " in " + address + " is " + kind(walk.getRawMode(0)) + " and no plain file.",
                        "Name the file itself."));
            }
            return Optional.of(walk.getObjectId(0));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private SortedMap<String, ObjectId> blobs(String folder, Predicate<String> wanted) throws Refused, Unavailable {
        var blobs = new TreeMap<String, ObjectId>();
        try (var walk = new TreeWalk(mirror.repository())) {
            var root = folder.isEmpty() ? Optional.<ObjectId>of(tree) : folder(folder);
            if (root.isEmpty()) {
                return blobs;
            }
            walk.reset(root.get());
            walk.setRecursive(true);
            while (walk.next()) {
                if (isFile(walk) && wanted.test(walk.getPathString())) {
                    blobs.put(walk.getPathString(), walk.getObjectId(0));
                }
                if (blobs.size() > limits.entries() || walk.getDepth() > limits.depth()) {
                    throw new Refused(problem(
                            folder + " in " + address + " has more than " + limits.entries()
                                    + " files, or folders deeper than " + limits.depth() + ".",
                            "Name a folder of its own."));
                }
            }
            return blobs;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Empty where nothing of this name is; whatever else is there is met when it is written to. */
    private Optional<ObjectId> folder(String path) throws IOException {
        try (var walk = TreeWalk.forPath(mirror.repository(), path, tree)) {
            return Optional.ofNullable(walk)
                    .filter(found -> FileMode.TREE.equals(found.getRawMode(0)))
                    .map(found -> found.getObjectId(0));
        }
    }

    private Bytes content(ObjectId blob, String path) throws Refused, Unavailable {
        try (var reader = mirror.repository().newObjectReader()) {
            long size = reader.getObjectSize(blob, Constants.OBJ_BLOB);
            if (size > limits.readBytes()) {
                throw new Refused(problem(
                        path + " in " + address + " has " + size + " bytes; " + limits.readBytes() + " are allowed.",
                        "Make it smaller."));
            }
            return Bytes.of(reader.open(blob).getBytes());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static boolean isFile(TreeWalk walk) {
        int mode = walk.getRawMode(0);
        return FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode);
    }

    private static String kind(int mode) {
        if (FileMode.SYMLINK.equals(mode)) {
            return "a symbolic link";
        }
        return FileMode.TREE.equals(mode) ? "a folder" : "a submodule";
    }

    private Refused missing() {
        return new Refused(problem(
                "There is no branch \"" + name + "\" in " + address + ".",
                "Push a first commit to it, or name another branch."));
    }

    private ObjectId none() throws Refused {
        throw missing();
    }

    private static Problem problem(String text, String advice) {
        return new Problem(Problem.Code.SOURCE_MISSING, text, advice);
    }

    private Unavailable unreadable(IOException e) {
        return new Unavailable(
                "Reading or writing objects of " + address + " at " + commit.name() + " failed: " + e.getMessage(), e);
    }
}
