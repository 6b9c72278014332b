package imagefactory.trust.cosign;

import java.io.IOException;
import java.nio.file.Path;

class CosignWithoutReferrersTest extends CosignContract {
    @Override
    LocalRegistry start(Path at) throws IOException {
        return LocalRegistry.withoutReferrers(at);
    }
}
