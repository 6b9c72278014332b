package imagefactory.cli.factory;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import java.io.IOException;
import java.util.Optional;

/** Problems that other programs of the project tell in JSON. */
public final class Problems {
    private Problems() {}

    /** What the builder's metadata file says of its end; empty where it is no such file. */
    public static Optional<Problem> ofBuilder(Bytes metadata) {
        try {
            return RunReader.problem(Documents.parse(metadata).path("problem"));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }
}
