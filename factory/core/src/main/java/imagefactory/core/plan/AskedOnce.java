package imagefactory.core.plan;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Answers;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.source.Snapshot;
import imagefactory.core.source.Source;
import imagefactory.core.source.Sources;
import java.net.URI;
import java.util.Optional;

/** Git for one look: each branch is asked for once, however many images are enrolled from it. */
final class AskedOnce implements Sources {
    private final Sources sources;
    private final Answers<Branch, String> commits = new Answers<>();

    AskedOnce(Sources sources) {
        this.sources = sources;
    }

    private record Branch(URI repository, String name) {}

    @Override
    public String newest(URI repository, String branch) throws Unavailable, Refused {
        return commits.to(new Branch(repository, branch), () -> sources.newest(repository, branch));
    }

    @Override
    public Outcome<Snapshot> read(Source source, String commit, Optional<String> versionFile) throws Unavailable {
        return sources.read(source, commit, versionFile);
    }

    @Override
    public Outcome<Bytes> file(URI repository, String commit, String path) throws Unavailable {
        return sources.file(repository, commit, path);
    }
}
