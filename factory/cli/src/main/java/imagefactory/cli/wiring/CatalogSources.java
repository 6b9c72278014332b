package imagefactory.cli.wiring;

import imagefactory.cli.terminal.Machine;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.catalog.Managed;
import imagefactory.core.graph.Node;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.Shapes;
import imagefactory.source.GitSettings;
import imagefactory.source.GitSources;
import java.nio.file.Path;

/** The sources of enrolled images, at the newest commits of their branches. */
public final class CatalogSources implements AutoCloseable {
    private static final Backend ANY = new Backend("buildah", 1); // what an image is built on does not depend on it

    private final Terminal terminal;
    private final GitSources sources;
    private final Shapes shapes;

    private CatalogSources(Terminal terminal, GitSources sources) {
        this.terminal = terminal;
        this.sources = sources;
        shapes = new Shapes(sources, Machine.platform(), ANY);
    }

    /** With the cache and the credentials that the factory has. */
    public static CatalogSources open(Terminal terminal) {
        var cache = Path.of(terminal.variable("FACTORY_WORK").orElse(".run/factory"), "git");
        var credentials = terminal.variable("FACTORY_GIT_CREDENTIALS").map(Path::of);
        return new CatalogSources(terminal, new GitSources(GitSettings.of(cache.toAbsolutePath(), credentials)));
    }

    /** What an image is built from, and found by. */
    public Node look(Managed image) throws Refused, Unavailable, InterruptedException {
        while (true) {
            switch (shapes.of(image)) {
                case Done<Node> done -> {
                    return done.value();
                }
                case Failed<Node> failed -> throw new Refused(failed.problem());
                case Pending<Node> pending -> terminal.pause(pending.after());
            }
        }
    }

    @Override
    public void close() {
        sources.close();
    }
}
