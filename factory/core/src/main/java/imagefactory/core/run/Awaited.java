package imagefactory.core.run;

import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Problem;
import java.util.Optional;

/**
 * A run that another one has waited for, and what came of it.
 *
 * @param published empty for one that published nothing
 * @param failed why it published nothing, where that is somebody's to mend
 */
public record Awaited(String image, long run, Optional<Digest> published, Optional<Problem.Code> failed) {
    /** For people, after "because". */
    public String text() {
        return failed.map(code -> image + " was not published by run " + run + ": " + code)
                .orElseGet(() -> image
                        + published
                                .map(digest -> " was published by run " + run)
                                .orElse(" needed nothing in run " + run));
    }
}
