package imagefactory.core.run;

import imagefactory.core.build.BuildId;
import imagefactory.core.build.BuiltImage;
import java.util.Optional;

/** Which manifest a build ended in: the record that makes a staged tag trusted, for anyone may push a tag. */
public interface BuildRecords {
    Optional<BuiltImage> find(BuildId build);

    /** @return the record that counts: the first one, should two replicas have built it */
    BuiltImage record(BuildId build, BuiltImage built, Run run);

    /** For a staged manifest that the registry no longer has: it may be built anew. */
    void forget(BuildId build);
}
