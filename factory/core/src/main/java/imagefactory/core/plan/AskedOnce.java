package imagefactory.core.plan;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Answers;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.source.Snapshot;
import imagefactory.core.source.Source;
import imagefactory.core.source.Sources;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Git for one look: each branch is asked for once, however many images are enrolled from it, and a commit that has to be fetched
 * is waited for by one of them.
 */
final class AskedOnce implements Sources {
    private final Sources sources;
    private final Function<URI, Duration> patience;
    private final Answers<Branch, String> commits = new Answers<>();
    private final Answers<Commit, First> firsts = new Answers<>();

    /** @param patience how long a fetch from a repository is waited for */
    AskedOnce(Sources sources, Function<URI, Duration> patience) {
        this.sources = sources;
        this.patience = patience;
    }

    private record Branch(URI repository, String name) {}

    private record Commit(URI repository, String id) {}

    private record Wanted(Source source, Optional<String> versionFile) {}

    /** The first that was read of a commit: when it is there, the others are too. */
    private record First(Wanted wanted, Outcome<Snapshot> outcome) {}

    @Override
    public String newest(URI repository, String branch) throws Unavailable, Refused {
        return commits.to(new Branch(repository, branch), () -> sources.newest(repository, branch));
    }

    @Override
    public Outcome<Snapshot> read(Source source, String commit, Optional<String> versionFile) throws Unavailable {
        var wanted = new Wanted(source, versionFile);
        var first = first(new Commit(source.repository(), commit), wanted);
        return first.outcome() instanceof Pending<Snapshot> || first.wanted().equals(wanted)
                ? first.outcome()
                : sources.read(source, commit, versionFile);
    }

    @Override
    public Outcome<Bytes> file(URI repository, String commit, String path) throws Unavailable {
        return sources.file(repository, commit, path);
    }

    private First first(Commit commit, Wanted wanted) throws Unavailable {
        try {
            return firsts.to(commit, () -> new First(wanted, patiently(commit, wanted)));
        } catch (Refused impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Outcome<Snapshot> patiently(Commit commit, Wanted wanted) throws Unavailable {
        var deadline = System.nanoTime() + patience.apply(commit.repository()).toNanos();
        while (true) {
            var outcome = sources.read(wanted.source(), commit.id(), wanted.versionFile());
            if (!(outcome instanceof Pending<Snapshot>(var after)) || System.nanoTime() >= deadline) {
                return outcome;
            }
            rest(after);
        }
    }

    private static void rest(Duration lasts) throws Unavailable {
        try {
            Thread.sleep(lasts);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while a source was being fetched", e);
        }
    }
}
