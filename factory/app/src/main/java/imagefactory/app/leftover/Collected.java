package imagefactory.app.leftover;

import com.fasterxml.jackson.annotation.JsonInclude;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was found in one staging repository, and what became of it.
 *
 * @param images that are built to it
 * @param kept how many manifests stay
 * @param problem what kept it from being looked at, or from being cleared, as a whole or in part
 */
public record Collected(
        Repository repository, Set<String> images, int kept, List<Item> leftovers, Optional<Problem> problem) {
    /**
     * A manifest that nobody needs.
     *
     * @param bytes that nothing else of the repository needs
     * @param used when a run last took it for the result of a build
     * @param deleted false in a dry run, and where it was used or refused meanwhile
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Item(
            Digest digest, List<String> tags, long bytes, Optional<Instant> used, String because, boolean deleted) {}
}
