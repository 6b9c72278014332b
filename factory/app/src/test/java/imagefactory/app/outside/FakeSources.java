package imagefactory.app.outside;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.source.Snapshot;
import imagefactory.core.source.Source;
import imagefactory.core.source.Sources;
import imagefactory.core.source.TreeEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Git, as a map from Dockerfile paths to commits. */
public final class FakeSources implements Sources {
    private final Map<String, Snapshot> snapshots = new ConcurrentHashMap<>();
    private volatile boolean away;

    /** Each content is a commit of its own. */
    public void push(String dockerfile, String content, String file) {
        var blob = Bytes.utf8(file).digest().hex();
        snapshots.put(
                dockerfile,
                new Snapshot(
                        Bytes.utf8(content + file).digest().hex().substring(0, 40),
                        List.of(new TreeEntry("file", "100644", blob)),
                        Bytes.utf8(content),
                        Optional.empty(),
                        Optional.empty()));
    }

    public void away(boolean isAway) {
        away = isAway;
    }

    @Override
    public Outcome<Snapshot> look(Source source, Optional<String> versionFile) throws Unavailable {
        if (away) {
            throw new Unavailable("git is away");
        }
        return Optional.ofNullable(snapshots.get(source.dockerfile()))
                .<Outcome<Snapshot>>map(Done::new)
                .orElseGet(() -> new Failed<>(new Problem(
                        Problem.Code.DOCKERFILE_MISSING,
                        "There is no " + source.dockerfile() + ".",
                        "Correct source.dockerfile.")));
    }
}
