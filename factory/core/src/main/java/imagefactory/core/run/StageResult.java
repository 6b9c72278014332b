package imagefactory.core.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import imagefactory.core.build.BuildReason;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.build.Inputs;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import imagefactory.core.promote.Commit;
import imagefactory.core.promote.InStage;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.ScanPolicy;
import imagefactory.core.source.Source;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/** What one stage made. A run is the list of these; what is due next is derived from what is there. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "stage")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StageResult.Resolved.class, name = "resolved"),
    @JsonSubTypes.Type(value = StageResult.Built.class, name = "built"),
    @JsonSubTypes.Type(value = StageResult.Assembled.class, name = "assembled"),
    @JsonSubTypes.Type(value = StageResult.Scanned.class, name = "scanned"),
    @JsonSubTypes.Type(value = StageResult.Released.class, name = "released"),
    @JsonSubTypes.Type(value = StageResult.Signed.class, name = "signed"),
    @JsonSubTypes.Type(value = StageResult.Attested.class, name = "attested"),
    @JsonSubTypes.Type(value = StageResult.Attached.class, name = "attached"),
    @JsonSubTypes.Type(value = StageResult.Verified.class, name = "verified"),
    @JsonSubTypes.Type(value = StageResult.Published.class, name = "published"),
    @JsonSubTypes.Type(value = StageResult.Promoted.class, name = "promoted"),
    @JsonSubTypes.Type(value = StageResult.Skipped.class, name = "skipped"),
    @JsonSubTypes.Type(value = StageResult.Failed.class, name = "failed")
})
public sealed interface StageResult {
    /**
     * What has to be built, from what is true when the run begins.
     *
     * @param revision commit of the source
     * @param roots of each platform whose final stage is FROM an image: that image
     * @param epoch empty, unless a rebuild without cache asked for new bits
     * @param tags what moves to the digest when the run is through
     * @param createdOnce those of them that must not be there with another digest: they never move
     * @param lacks why what is published is not what would be built now
     * @param awaited the runs of the images it is built on that it has waited for
     * @param at the run's own time: tags and annotations carry it, so that asking again gives the same bytes
     */
    record Resolved(
            Target target,
            String revision,
            SortedMap<Platform, Inputs> inputs,
            SortedMap<Platform, Pin> roots,
            String epoch,
            List<String> tags,
            List<String> createdOnce,
            List<BuildReason> lacks,
            List<Awaited> awaited,
            Instant at)
            implements StageResult {
        public boolean noCache() {
            return !epoch.isEmpty();
        }

        public Inputs on(Platform platform) {
            return Optional.ofNullable(inputs.get(platform)).orElseThrow();
        }
    }

    /** Where an image comes from and where it goes, as it was enrolled when the run began; {@code cache}: layers are shared. */
    record Target(Repository repository, Repository staging, Source source, ScanPolicy scan, boolean cache) {}

    /** The image of each platform, in the staging repository. */
    record Built(SortedMap<Platform, BuiltImage> images) implements StageResult {
        public BuiltImage on(Platform platform) {
            return Optional.ofNullable(images.get(platform)).orElseThrow();
        }
    }

    /** The index over all platforms, in the staging repository. */
    record Assembled(Descriptor index) implements StageResult {}

    /** What was found in each platform, within what the policy allows. */
    record Scanned(SortedMap<Platform, Scan> platforms) implements StageResult {}

    /**
     * One platform, looked through.
     *
     * @param sbom where its bytes are kept
     * @param report where the scanner's own report is kept
     * @param database when the vulnerability database was made
     */
    record Scan(List<Finding> findings, Digest sbom, Digest report, Instant database, String scanner) {}

    /** All bytes are in the release repository, under no tag. */
    record Released() implements StageResult {}

    /** Signatures are made and kept; nothing is pushed yet. */
    record Signed(List<Seal> seals) implements StageResult {}

    /** Attestations are made and kept; nothing is pushed yet. */
    record Attested(List<Seal> seals) implements StageResult {}

    /**
     * A signed statement about a manifest.
     *
     * @param bundle where its bytes are kept: the same bytes are put again, however often
     */
    record Seal(Descriptor subject, String predicateType, Digest bundle) {}

    /** Signatures and attestations refer to what they are about, in the release repository. */
    record Attached() implements StageResult {}

    /** Everything was read back with the public key and found true. */
    record Verified(String keyId, int bundles) implements StageResult {}

    /**
     * The tags stand for the digest.
     *
     * @param promotes whether somebody has to be told: the run ends here else
     */
    record Published(Digest digest, List<String> tags, Instant at, boolean promotes) implements StageResult {
        public Published(Digest digest, List<String> tags, Instant at) {
            this(digest, tags, at, false);
        }
    }

    /**
     * Those have it that are to have it.
     *
     * @param commits of GitOps repositories; they may be older than this run
     * @param stages how far it had got by then, where that is watched
     */
    record Promoted(List<Commit> commits, List<InStage> stages) implements StageResult {
        /** Rows of the release before have no stages. */
        public Promoted {
            stages = Objects.requireNonNullElse(stages, List.of());
        }

        public Promoted(List<Commit> commits) {
            this(commits, List.of());
        }
    }

    /** Nothing had to be done. */
    record Skipped(String because) implements StageResult {}

    /** It ended here; somebody has to act. */
    record Failed(Problem problem) implements StageResult {}
}
