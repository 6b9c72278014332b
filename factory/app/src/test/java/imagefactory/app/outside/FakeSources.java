package imagefactory.app.outside;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.source.Snapshot;
import imagefactory.core.source.Source;
import imagefactory.core.source.Sources;
import imagefactory.core.source.TreeEntry;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Git, as a map from Dockerfile paths to commits; what nobody pushed is an image from scratch. */
public final class FakeSources implements Sources {
    private static final Outcome<Snapshot> UNTOUCHED = new Done<>(snapshot("FROM scratch\n", "untouched"));

    private static final Pattern LAST_FROM = Pattern.compile("(?s)(?:.*\\n)?FROM (\\S+).*");

    private final Map<String, Outcome<Snapshot>> looks = new ConcurrentHashMap<>();
    private final Map<String, ImageRef> bases = new ConcurrentHashMap<>();
    private final Map<URI, String> newest = new ConcurrentHashMap<>();
    private final Map<String, Bytes> files = new ConcurrentHashMap<>();
    private volatile boolean away;

    /** Each content is a commit of its own. */
    public void push(String dockerfile, String content, String file) {
        var snapshot = snapshot(content, file);
        var from = LAST_FROM.matcher(content);
        if (from.matches() && !from.group(1).equals("scratch")) {
            bases.put(snapshot.commit(), ImageRef.parse(from.group(1)));
        }
        looks.put(dockerfile, new Done<>(snapshot));
    }

    /** What the Dockerfile of this commit is FROM in the end; null for an image from scratch. */
    @Nullable
    ImageRef from(String commit) {
        return bases.get(commit);
    }

    /** What a look at this Dockerfile comes to. */
    public void say(String dockerfile, Outcome<Snapshot> look) {
        looks.put(dockerfile, look);
    }

    private static Snapshot snapshot(String content, String file) {
        var blob = Bytes.utf8(file).digest().hex();
        return new Snapshot(
                Bytes.utf8(content + file).digest().hex().substring(0, 40),
                List.of(new TreeEntry("file", "100644", blob)),
                Bytes.utf8(content),
                Optional.empty(),
                Optional.empty());
    }

    /** The newest commit. */
    public Snapshot newest(String dockerfile) {
        return looks.getOrDefault(dockerfile, UNTOUCHED) instanceof Done<Snapshot>(var snapshot)
                ? snapshot
                : fail(dockerfile);
    }

    private static Snapshot fail(String dockerfile) {
        throw new IllegalStateException("nobody can look at " + dockerfile);
    }

    public void away(boolean isAway) {
        away = isAway;
    }

    /** A commit of a repository that holds one file. */
    public void commit(URI repository, String path, String content) {
        var commit = Bytes.utf8(content).digest().hex().substring(0, 40);
        files.put(commit + path, Bytes.utf8(content));
        newest.put(repository, commit);
    }

    @Override
    public String newest(URI repository, String branch) throws Unavailable {
        if (away) {
            throw new Unavailable("git is away");
        }
        return newest.getOrDefault(repository, "0".repeat(40));
    }

    @Override
    public Outcome<Snapshot> read(Source source, String commit, Optional<String> versionFile) throws Unavailable {
        if (away) {
            throw new Unavailable("git is away");
        }
        return looks.getOrDefault(source.dockerfile(), UNTOUCHED);
    }

    @Override
    public Outcome<Bytes> file(URI repository, String commit, String path) {
        return Optional.ofNullable(files.get(commit + path))
                .<Outcome<Bytes>>map(Done::new)
                .orElseGet(() -> new Failed<>(new Problem(
                        Problem.Code.SOURCE_MISSING,
                        "There is no file " + path + " in " + repository + " at commit " + commit + ".",
                        "Commit it.")));
    }
}
