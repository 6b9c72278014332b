package imagefactory.source;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;

/**
 * The objects of one repository that are at hand: of a local one all, of a remote one what was fetched into the cache.
 *
 * <p>One process and one thread fetches into a cache at a time; reading needs no lock, objects only ever come.
 */
final class Mirror implements AutoCloseable {
    /** Explicit requests for files; where more are missing the whole commit is fetched. */
    private static final int MAX_WANTS = 5_000;

    private static final Map<Path, ReentrantLock> FETCHING = new ConcurrentHashMap<>();

    private final Repository repository;
    private final Optional<Remote> remote;
    private final Path folder;

    private Mirror(Repository repository, Optional<Remote> remote, Path folder) {
        this.repository = repository;
        this.remote = remote;
        this.folder = folder;
    }

    /** @throws Refused with {@code source-missing} if a local repository is not there */
    static Mirror open(GitAddress address, GitSettings settings) throws Refused, Unavailable {
        QuietSystem.install();
        try {
            return address.isLocal() ? local(address) : cached(address, settings);
        } catch (IOException e) {
            throw new Unavailable("Opening the repository " + address + " failed: " + e.getMessage(), e);
        }
    }

    Repository repository() {
        return repository;
    }

    /** The newest commit of a branch; of a remote one, the server is asked. */
    Optional<ObjectId> head(String branch) throws Refused, Unavailable {
        if (remote.isPresent()) {
            return remote.get().head(repository, branch);
        }
        try {
            return Optional.ofNullable(repository.exactRef("refs/heads/" + branch))
                    .map(ref -> ref.getObjectId());
        } catch (IOException e) {
            throw new Unavailable("Reading branch " + branch + " in " + folder + " failed: " + e.getMessage(), e);
        }
    }

    /** The branch that is taken where none is named; of a remote repository, the server is asked. */
    Optional<String> defaultBranch() throws Refused, Unavailable {
        if (remote.isPresent()) {
            return remote.get().defaultBranch(repository);
        }
        try {
            return Optional.ofNullable(repository.exactRef("HEAD"))
                    .filter(Ref::isSymbolic)
                    .map(head -> Repository.shortenRefName(head.getTarget().getName()));
        } catch (IOException e) {
            throw new Unavailable("Reading HEAD in " + folder + " failed: " + e.getMessage(), e);
        }
    }

    /**
     * Moves the branch from the one commit to the other, and never by force.
     *
     * @return whether it is there now; if not, somebody else has moved it meanwhile
     * @throws Refused if the branch stands still and may not be moved
     */
    boolean move(String branch, ObjectId from, ObjectId to) throws Refused, Unavailable {
        return remote.isPresent()
                ? remote.get().push(repository, branch, from, to)
                : new LocalBranch(repository, folder, branch).move(from, to);
    }

    /** Sees to it that the commit and its trees are here. */
    void bring(ObjectId commit) throws Refused, Unavailable {
        if (remote.isPresent()) {
            var mark = folder.resolve("trees-" + commit.name());
            fetch(() -> Files.exists(mark), () -> {
                remote.get().fetchTrees(repository, commit);
                Files.write(mark, new byte[0]);
            });
        }
    }

    /** Sees to it that these files of the commit are here. */
    void bring(ObjectId commit, Collection<ObjectId> blobs) throws Refused, Unavailable {
        if (remote.isPresent() && !missing(blobs).isEmpty()) {
            fetch(() -> missing(blobs).isEmpty(), () -> fetchMissing(commit, missing(blobs)));
        }
    }

    @Override
    public void close() {
        repository.close();
    }

    private void fetchMissing(ObjectId commit, Collection<ObjectId> blobs) throws Refused, Unavailable {
        if (blobs.size() > MAX_WANTS) {
            remote.orElseThrow().fetchAll(repository, commit);
        } else {
            remote.orElseThrow().fetchBlobs(repository, blobs);
        }
    }

    /** Those of these that would have to be fetched. */
    Collection<ObjectId> missing(Collection<ObjectId> blobs) throws Unavailable {
        try (var reader = repository.newObjectReader()) {
            var missing = new java.util.LinkedHashSet<ObjectId>();
            for (var blob : blobs) {
                if (!reader.has(blob)) {
                    missing.add(blob);
                }
            }
            return missing;
        } catch (IOException e) {
            throw new Unavailable("Reading the cache " + folder + " failed: " + e.getMessage(), e);
        }
    }

    private interface Question {
        boolean ask() throws Unavailable;
    }

    private interface Fetch {
        void run() throws Refused, Unavailable, IOException;
    }

    private void fetch(Question done, Fetch fetch) throws Refused, Unavailable {
        if (done.ask()) {
            return;
        }
        var here = FETCHING.computeIfAbsent(folder, path -> new ReentrantLock());
        here.lock();
        try (var channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var elsewhere = channel.lock()) {
            if (elsewhere.isValid() && !done.ask()) {
                unlock();
                fetch.run();
            }
        } catch (IOException e) {
            throw new Unavailable("Writing the cache " + folder + " failed: " + e.getMessage(), e);
        } finally {
            here.unlock();
        }
    }

    /** Whoever fetches is alone here: a lock of JGit's is one that an ended process left, and would stop every fetch to come. */
    private void unlock() throws IOException {
        if (Files.isDirectory(repository.getDirectory().toPath())) {
            try (var left = Files.newDirectoryStream(repository.getDirectory().toPath(), "*.lock")) {
                for (var lock : left) {
                    Files.deleteIfExists(lock);
                }
            }
        }
    }

    private static Mirror local(GitAddress address) throws Refused, IOException {
        var folder = RepositoryCache.FileKey.resolve(address.path().toFile(), FS.DETECTED);
        if (folder == null) {
            throw noRepository(address);
        }
        try {
            var repository = new FileRepositoryBuilder()
                    .setGitDir(folder)
                    .setMustExist(true)
                    .build();
            return new Mirror(repository, Optional.empty(), address.path());
        } catch (RepositoryNotFoundException _) { // the same as none
            throw noRepository(address);
        }
    }

    private static Refused noRepository(GitAddress address) {
        return new Refused(new Problem(
                Problem.Code.SOURCE_MISSING,
                "There is no git repository at " + address + ".",
                "Check the path, and that this user may read it."));
    }

    private static Mirror cached(GitAddress address, GitSettings settings) throws IOException, Refused, Unavailable {
        var folder = Files.createDirectories(
                settings.cache().toAbsolutePath().normalize().resolve(address.folder()));
        var repository = new FileRepositoryBuilder()
                .setGitDir(folder.resolve("repo.git").toFile())
                .setBare()
                .build();
        var mirror = new Mirror(repository, Optional.of(new Remote(address, settings)), folder);
        mirror.fetch(() -> Files.exists(folder.resolve("created")), () -> {
            if (!repository.getObjectDatabase().exists()) {
                repository.create(true);
            }
            Files.write(folder.resolve("created"), new byte[0]);
        });
        return mirror;
    }
}
