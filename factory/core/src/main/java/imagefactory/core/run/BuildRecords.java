package imagefactory.core.run;

import imagefactory.core.build.BuildKey;
import imagefactory.core.build.BuiltImage;
import java.util.Optional;

/** Which manifest a key was built into: the record that makes a staged tag trusted, for anyone may push a tag. */
public interface BuildRecords {
    Optional<BuiltImage> find(BuildKey key);

    /** @return the record that counts: the first one, should two replicas have built the same key */
    BuiltImage record(BuildKey key, BuiltImage built, Run run);

    /** For a staged manifest that the registry no longer has: the key may be built anew. */
    void forget(BuildKey key);
}
