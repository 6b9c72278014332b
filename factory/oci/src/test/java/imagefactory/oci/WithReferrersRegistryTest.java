package imagefactory.oci;

import imagefactory.core.registry.Registry;
import imagefactory.oci.http.HttpRegistry;
import imagefactory.oci.http.RegistrySettings;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class WithReferrersRegistryTest extends RegistryContract {
    @TempDir
    static Path place;

    private static RegistryProcess process;
    private static HttpRegistry registry;

    @BeforeAll
    static void start() throws Exception {
        process = RegistryProcess.withReferrers(place);
        registry = new HttpRegistry(RegistrySettings.defaults().insecure(Set.of(process.address())));
    }

    @AfterAll
    static void stop() {
        registry.close();
        process.close();
    }

    @Override
    Registry registry() {
        return registry;
    }

    @Override
    String host() {
        return process.address();
    }

    /** It keeps the blobs of all repositories in one place. */
    @Override
    boolean mounts() {
        return false;
    }

    @Override
    boolean looksForParts() {
        return false;
    }
}
