package imagefactory.cli.wiring;

import imagefactory.cli.terminal.Terminal;
import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.source.Snapshot;
import imagefactory.core.source.Source;
import imagefactory.source.GitSettings;
import imagefactory.source.GitSources;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Dockerfiles at the newest commit of a branch, without a working copy. */
public final class GitFiles implements AutoCloseable {
    private final Terminal terminal;
    private final URI repository;
    private final String branch;
    private final GitSources sources;

    private GitFiles(Terminal terminal, URI repository, String branch, GitSources sources) {
        this.terminal = terminal;
        this.repository = repository;
        this.branch = branch;
        this.sources = sources;
    }

    public static GitFiles open(Terminal terminal, String url, String branch) throws Refused {
        var cache = Path.of(terminal.variable("FACTORY_WORK").orElse(".run/factory"), "git");
        var credentials = terminal.variable("FACTORY_GIT_CREDENTIALS").map(Path::of);
        try {
            var settings = GitSettings.of(cache.toAbsolutePath(), credentials);
            return new GitFiles(terminal, URI.create(url), branch, new GitSources(settings));
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    new Problem(
                            Problem.Code.BAD_REQUEST,
                            "--git is no URL: " + e.getMessage() + ".",
                            "Write https://host/path.git."),
                    e);
        }
    }

    /** @param path from the repository's root */
    public Bytes dockerfile(String path) throws Refused, Unavailable, InterruptedException {
        while (true) {
            switch (sources.look(new Source(repository, branch, path, ""), Optional.empty())) {
                case Done<Snapshot> done -> {
                    return done.value().dockerfile();
                }
                case Failed<Snapshot> failed -> throw new Refused(failed.problem());
                case Pending<Snapshot> pending -> terminal.pause(pending.after());
            }
        }
    }

    @Override
    public void close() {
        sources.close();
    }
}
