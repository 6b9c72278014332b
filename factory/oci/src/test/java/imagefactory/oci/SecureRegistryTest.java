package imagefactory.oci;

import imagefactory.core.registry.Registry;
import imagefactory.oci.http.HttpRegistry;
import imagefactory.oci.http.RegistrySettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP/2, as most registries are met, with an authority of its own. */
class SecureRegistryTest extends RegistryContract {
    @TempDir
    static Path place;

    private static RegistryProcess process;
    private static HttpRegistry registry;

    @BeforeAll
    static void start() throws Exception {
        var self = SelfSigned.in(place);
        process = RegistryProcess.distribution(place, self.certificate(), self.key());
        registry = new HttpRegistry(RegistrySettings.defaults().cas(List.of(self.certificate())));
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
}
