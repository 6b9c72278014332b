package imagefactory.app.store;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/**
 * How an enrolled image stands, with the runs that tell more.
 *
 * @param published the run that published it last
 * @param open the run that is under way
 */
public record ImageView(@JsonUnwrapped ImageSummary summary, Optional<RunView> published, Optional<RunView> open) {}
