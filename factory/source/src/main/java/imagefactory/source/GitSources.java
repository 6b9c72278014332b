package imagefactory.source;

import imagefactory.core.dockerfile.Dockerignore;
import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.source.Snapshot;
import imagefactory.core.source.Source;
import imagefactory.core.source.Sources;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/**
 * {@link Sources} by JGit.
 *
 * <p>Each look asks the server for the newest commit. What belongs to a commit never changes, so it is worked out once for
 * all who ask meanwhile, on a few threads of its own. Safe for use by many threads and processes.
 */
public final class GitSources implements Sources, AutoCloseable {
    /** The port allows 5 s; whoever asks both questions in one waits that long for both together. */
    private static final Duration ASKING = Duration.ofMillis(3_500);

    private static final Duration READING = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    /** A server that hangs holds those who ask it for longer than they are waited for: the others must not stand in line for it. */
    private static final int ASKERS = 32;

    private static final int READERS = 4;

    private static final int FILE_BYTES = 16 << 20;

    private final GitSettings settings;
    private final Background<Asked, Optional<ObjectId>> heads;
    private final Background<Wanted, Snapshot> snapshots;
    private final Background<WantedFile, Bytes> files;

    /** One question to a server: never shared, its answer is as new as the question. */
    private record Asked(URI repository, String branch, long number) {}

    private record Wanted(Source source, Optional<String> versionFile, ObjectId commit) {}

    private record WantedFile(URI repository, ObjectId commit, String path) {}

    private final java.util.concurrent.atomic.AtomicLong questions = new java.util.concurrent.atomic.AtomicLong();

    public GitSources(GitSettings settings) {
        this.settings = settings;
        heads = new Background<>("git-ask", ASKERS, Clock.systemUTC());
        snapshots = new Background<>("git-read", READERS, Clock.systemUTC());
        files = new Background<>("git-file", 1, Clock.systemUTC());
    }

    @Override
    public String newest(URI repository, String branch) throws Unavailable, Refused {
        var address = GitAddress.of(repository);
        checkBranch(address, branch);
        var head = heads.run(
                new Asked(repository, branch, questions.incrementAndGet()), () -> head(address, branch), ASKING);
        if (head.isEmpty()) {
            throw new Unavailable(address.host() + " did not say within " + ASKING.toMillis() + " ms what branch "
                    + branch + " of " + address + " points at");
        }
        return head.get().orElseThrow(() -> noBranch(address, branch)).name();
    }

    @Override
    public Outcome<Snapshot> read(Source source, String commit, Optional<String> versionFile) throws Unavailable {
        try {
            var address = GitAddress.of(source.repository());
            var wanted = new Wanted(source, versionFile, ObjectId.fromString(commit));
            return outcome(snapshots.run(wanted, () -> read(address, wanted), READING));
        } catch (Refused e) {
            return new Outcome.Failed<>(e.problem());
        }
    }

    @Override
    public Outcome<Bytes> file(URI repository, String commit, String path) throws Unavailable {
        try {
            var address = GitAddress.of(repository);
            var wanted = new WantedFile(repository, ObjectId.fromString(commit), path);
            return outcome(files.run(wanted, () -> read(address, wanted), READING));
        } catch (Refused e) {
            return new Outcome.Failed<>(e.problem());
        }
    }

    private static <T> Outcome<T> outcome(Optional<T> read) {
        return read.<Outcome<T>>map(Outcome.Done::new).orElseGet(() -> new Outcome.Pending<>(LOOK_AGAIN));
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        heads.close();
        snapshots.close();
        files.close();
    }

    private Optional<ObjectId> head(GitAddress address, String branch) throws Refused, Unavailable {
        try (var mirror = Mirror.open(address, settings)) {
            return mirror.head(branch);
        }
    }

    private Snapshot read(GitAddress address, Wanted wanted) throws Refused, Unavailable {
        try (var revision = Revision.open(address, wanted.commit(), settings)) {
            var source = wanted.source();
            return new Snapshot(
                    revision.commit(),
                    revision.files(source.context()),
                    revision.read(source.dockerfile()).orElseThrow(() -> noDockerfile(address, wanted)),
                    dockerignore(revision, source),
                    version(revision, wanted.versionFile()));
        }
    }

    private Bytes read(GitAddress address, WantedFile wanted) throws Refused, Unavailable {
        try (var revision = Revision.open(address, wanted.commit(), settings.reading(FILE_BYTES))) {
            return revision.read(wanted.path())
                    .orElseThrow(() -> new Refused(new Problem(
                            Problem.Code.SOURCE_MISSING,
                            "There is no file " + wanted.path() + " in " + address + " at commit " + revision.commit()
                                    + ".",
                            "Commit it, or correct the path, which is from the repository's root.")));
        }
    }

    private static Optional<Bytes> dockerignore(Revision revision, Source source) throws Refused, Unavailable {
        for (var place : Dockerignore.places(source.dockerfile(), source.context())) {
            var found = revision.read(place);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> version(Revision revision, Optional<String> file) throws Refused, Unavailable {
        return file.isEmpty() ? Optional.empty() : revision.read(file.get()).map(Bytes::utf8);
    }

    private static void checkBranch(GitAddress address, String branch) throws Refused {
        if (!Repository.isValidRefName("refs/heads/" + branch)) {
            throw noBranch(address, branch);
        }
    }

    private static Refused noBranch(GitAddress address, String branch) {
        return new Refused(new Problem(
                Problem.Code.SOURCE_MISSING,
                "There is no branch \"" + branch + "\" in " + address + ".",
                "Push it, or correct source.branch."));
    }

    private static Refused noDockerfile(GitAddress address, Wanted wanted) {
        return new Refused(new Problem(
                Problem.Code.DOCKERFILE_MISSING,
                "There is no file " + wanted.source().dockerfile() + " in " + address + " at commit "
                        + wanted.commit().name() + ".",
                "Commit it, or correct source.dockerfile: it is a path from the repository's root."));
    }
}
