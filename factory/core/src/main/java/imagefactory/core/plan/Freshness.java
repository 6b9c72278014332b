package imagefactory.core.plan;

import imagefactory.core.attest.Provenance;
import imagefactory.core.build.BuildReason;
import imagefactory.core.build.BuildReason.EnrolmentChanged;
import imagefactory.core.build.BuildReason.NeverPublished;
import imagefactory.core.build.BuildReason.OriginUnknown;
import imagefactory.core.build.BuildReason.TagsElsewhere;
import imagefactory.core.build.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether what is published was built from what is true now, and if not, every reason why.
 *
 * <p>Pure. Fresh is: every enrolled platform's inputs equal, epoch not older than required, platforms and tags as enrolled.
 */
public final class Freshness {
    private Freshness() {}

    /**
     * @param epoch the oldest that is good enough; empty for any
     * @return empty for a fresh image
     */
    public static List<BuildReason> lacks(Observation seen, String epoch) {
        if (seen.published().isEmpty()) {
            return List.of(new NeverPublished());
        }
        var release = seen.published().get();
        if (release.origin().isEmpty()) {
            return List.of(new OriginUnknown(release.index().digest()));
        }
        var origin = release.origin().get();
        var reasons =
                new ArrayList<>(Difference.between(origin.state(), new Difference.State(seen.commit(), seen.inputs())));
        older(origin, epoch).ifPresent(reasons::add);
        tagsElsewhere(release).ifPresent(reasons::add);
        return reasons;
    }

    /** Whether the bits are right, and at most tags have to move. */
    public static boolean needsNoBuild(List<BuildReason> lacks) {
        return lacks.stream().allMatch(TagsElsewhere.class::isInstance);
    }

    private static Optional<BuildReason> older(Provenance origin, String epoch) {
        var older = origin.platforms().values().stream()
                .anyMatch(made -> made.epoch().compareTo(epoch) < 0);
        return older ? Optional.of(new EnrolmentChanged(List.of("epoch"))) : Optional.empty();
    }

    private static Optional<BuildReason> tagsElsewhere(Release release) {
        var published = Optional.of(release.index().digest());
        var elsewhere = release.tags().entrySet().stream()
                .filter(tag -> !tag.getValue().equals(published))
                .map(Map.Entry::getKey)
                .toList();
        return elsewhere.isEmpty() ? Optional.empty() : Optional.of(new TagsElsewhere(elsewhere));
    }
}
