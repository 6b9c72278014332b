package imagefactory.core.promote;

import imagefactory.core.catalog.Promotion.Update;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Repository;
import java.util.List;
import java.util.Optional;

/**
 * Files that are to name what was published.
 *
 * @param run the run that published it; empty for what others publish
 * @param because why it was built: told in the commit, never more than a reader can take
 * @param updates at least one
 */
public record PromotionRequest(
        String image, Optional<Long> run, String because, Repository repository, Digest digest, List<Update> updates) {
    public PromotionRequest {
        updates = List.copyOf(updates);
        if (updates.isEmpty()) {
            throw new IllegalArgumentException(image + " has nothing to update");
        }
    }
}
