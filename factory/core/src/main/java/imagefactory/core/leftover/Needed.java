package imagefactory.core.leftover;

import imagefactory.core.build.BuildId;
import imagefactory.core.build.BuildKey;
import imagefactory.core.image.Digest;
import imagefactory.core.run.Run;
import imagefactory.core.run.StageResult.Assembled;
import imagefactory.core.run.StageResult.Built;
import imagefactory.core.run.StageResult.Resolved;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has to stay in a staging repository.
 *
 * @param digests that runs name
 * @param tags that open runs build to
 * @param since what a run has used since then stays, whoever names it
 * @param busy whether a run is open, which may have pushed what nobody has recorded yet
 */
public record Needed(Set<Digest> digests, Set<String> tags, Instant since, boolean busy) {
    public Needed {
        digests = Set.copyOf(digests);
        tags = Set.copyOf(tags);
    }

    /** What the open runs of the repository's images need, and what those named that published last. */
    public static Needed by(Collection<Run> open, Collection<Run> published, Instant since) {
        var digests = new TreeSet<Digest>();
        open.forEach(run -> addDigests(run, digests));
        published.forEach(run -> addDigests(run, digests));
        var tags = new TreeSet<String>();
        open.forEach(run -> run.find(Resolved.class).ifPresent(resolved -> addTags(resolved, tags)));
        return new Needed(digests, tags, since, !open.isEmpty());
    }

    private static void addDigests(Run run, Set<Digest> digests) {
        run.find(Assembled.class).ifPresent(made -> digests.add(made.index().digest()));
        run.find(Built.class)
                .ifPresent(made -> made.images()
                        .values()
                        .forEach(image -> digests.add(image.manifest().digest())));
    }

    private static void addTags(Resolved resolved, Set<String> tags) {
        resolved.inputs().values().stream()
                .map(inputs -> new BuildId(
                        BuildKey.of(inputs.digest(), resolved.epoch()),
                        resolved.target().staging()))
                .forEach(build -> tags.add(build.destination().reference()));
    }

    boolean names(Staged staged) {
        return digests.contains(staged.digest())
                || staged.tags().stream().anyMatch(tags::contains)
                || staged.used().map(used -> !used.isBefore(since)).orElse(busy);
    }
}
