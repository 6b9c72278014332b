package imagefactory.app.system;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two factories that take their catalog from a branch. */
@ExtendWith(Shared.class)
class CatalogInGitIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void anImageThatIsCommittedToTheCatalogIsBuiltAtOnceAndOnce(Premises premises) throws Exception {
        premises.source().push("enrolled");

        premises.enrol("enrolled");

        new Audit(premises, "enrolled").publishedOnce(PATIENCE);
    }
}
