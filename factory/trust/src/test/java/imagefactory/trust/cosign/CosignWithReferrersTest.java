package imagefactory.trust.cosign;

import java.io.IOException;
import java.nio.file.Path;

class CosignWithReferrersTest extends CosignContract {
    @Override
    LocalRegistry start(Path at) throws IOException {
        return LocalRegistry.withReferrers(at);
    }
}
