package imagefactory.cli.factory;

import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.scan.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * What the stages of a run have made, as far as it is told to people.
 *
 * @param stages that are through, in the factory's words: {@code built}, {@code scanned}, …
 * @param lacks why what was published was not what would be built
 * @param awaited the runs of the images it is built on that it has waited for
 * @param platforms that are to be built
 * @param bases every image that it is built from, each once
 * @param findings of all platforms, each once, by severity; those that the gate refused too
 * @param flaws the same findings, each by its id and package
 * @param attestations how many there are
 * @param promoted the commits of GitOps repositories that have it
 * @param stands how far it had got in its stages when the run ended
 * @param skipped why nothing had to be done
 */
public record ResultsView(
        Set<String> stages,
        Optional<Origin> origin,
        List<Reason> lacks,
        List<Parent> awaited,
        List<Platform> platforms,
        List<Base> bases,
        List<Build> builds,
        Optional<SortedMap<Severity, Integer>> findings,
        SortedMap<String, Flaw> flaws,
        int attestations,
        Optional<Checked> verified,
        Optional<Publication> published,
        List<Promotion> promoted,
        List<Stand> stands,
        Optional<String> skipped) {

    /** Where the image goes and comes from. */
    public record Origin(Repository repository, String source, String branch, String revision) {}

    /**
     * A run that was waited for.
     *
     * @param published empty for one that published nothing
     * @param failed why it published nothing, where that is somebody's to mend
     */
    public record Parent(String image, long run, Optional<Digest> published, Optional<String> failed) {}

    /** An image that another one is built from, for one platform. */
    public record Base(ImageRef reference, Platform platform, Digest manifest) {}

    /** One platform, built. */
    public record Build(Platform platform, Duration took) {}

    /** @param fixed the version of the package that is without it */
    public record Flaw(String id, String packageName, Optional<String> fixed) {
        @Override
        public String toString() {
            return id + " of " + packageName
                    + fixed.map(version -> ", fixed in " + version).orElse("");
        }
    }

    /** Read back with a public key. */
    public record Checked(String keyId, int bundles) {}

    /** Tags stand for the digest. */
    public record Publication(Digest digest, List<String> tags, Instant at) {}

    /** @param made whether it was made for this; else it was there already */
    public record Promotion(String repository, String branch, String commit, boolean made) {}

    /** @param about a few words more: a health, a message; may be empty */
    public record Stand(String stage, String state, String about) {}

    public boolean has(String stage) {
        return stages.contains(stage);
    }
}
